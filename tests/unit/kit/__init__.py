"""What vendors ship: zip, setup, seal, page for IT."""
