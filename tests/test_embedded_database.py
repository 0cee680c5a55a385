from django.db import connection


def test_database_answers_queries(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÄRZTE')")
        assert cursor.fetchone() == ("ärzte",)
