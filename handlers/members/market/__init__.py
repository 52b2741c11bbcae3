"""What minerals are worth to a member: prices, offers that are checked, advances, purity, what others get."""
