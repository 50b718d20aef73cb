"""What people say to each other about articles and about what is marked in them."""
