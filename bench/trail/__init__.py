"""What an entry of the trail costs, beside the placing of an order."""
