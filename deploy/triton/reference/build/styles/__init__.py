"""Pictures in other hands: one file per style or family of styles, and the pieces that they share."""
