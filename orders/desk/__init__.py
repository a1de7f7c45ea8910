"""What the staff's page of an order is made of: to pack, to print, to send."""
