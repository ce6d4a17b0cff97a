"""What Windows tells."""
