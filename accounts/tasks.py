"""What leaves later, by the worker."""

from accounts.actions import write_password_letters
from mail import letter


@letter
def mail_new_password(*, user_ids: list[int]) -> None:
    write_password_letters(user_ids=user_ids)
