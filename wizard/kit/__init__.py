"""What vendors ship: released folder and profile become zip, setup and page for IT; without a compiler."""
