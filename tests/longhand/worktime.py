"""Working time by hand, in the order a person would do it."""


def hours_saved(volume, before, after, adoption):
    done_the_new_way = volume * adoption
    minutes = done_the_new_way * before - done_the_new_way * after
    return minutes / 60


def value_of_change(before, after, each, times, adoption):
    worth_before = before * each
    worth_after = after * each
    in_a_year = worth_before * times - worth_after * times
    return in_a_year * adoption


def value_of_minutes(minutes, days, people, hourly_cost):
    hours_each = minutes * days / 60
    return hours_each * people * hourly_cost


def hourly_cost(pay, per_mille, hours, overhead, cap):
    cost = pay / 1_000 * per_mille if per_mille is not None else pay / hours
    cost += cost * overhead
    return cap if cap is not None and cost > cap else cost
