"""What clients see: types that show rows, thin resolvers, one schema."""
