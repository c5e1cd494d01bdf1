"""Beside what somebody would otherwise pick, measured in turns so that noise falls on both.

For pages: Django's own admin with the same rows, the same search, a hundred on a page, on the
same server and database. It is what a team gets for thirty lines of code. It shows columns and
no excerpts, and it does not ask who may see what. For files: PostgreSQL's own COPY of the same
columns, which is as fast as rows can leave the database. For similar needs: scikit-learn's
``TfidfVectorizer`` with the same runs of characters, where it is installed.
"""

from collections.abc import Iterator
