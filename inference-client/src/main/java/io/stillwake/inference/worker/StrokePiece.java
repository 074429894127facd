package io.stillwake.inference.worker;

import io.stillwake.inference.media.SourceView.Place;
import java.util.Optional;

/** A straight piece of a stroke inside the picture, in shares of its sides. */
record StrokePiece(Place from, Place to) {

  /**
   * The part of a line that lies inside the unit square, after Liang and Barsky (1984): the line is
   * cut by each of the four sides, keeping the shares of its length between which it is inside.
   *
   * @return empty where the line passes the picture by
   */
  static Optional<StrokePiece> between(Place from, Place to) {
    double dx = to.x() - from.x();
    double dy = to.y() - from.y();
    double[] towards = {-dx, dx, -dy, dy};
    double[] room = {from.x(), 1 - from.x(), from.y(), 1 - from.y()};
    double enter = 0;
    double leave = 1;
    for (int side = 0; side < towards.length; side++) {
      double at = room[side] / towards[side];
      if (towards[side] == 0 && room[side] < 0) {
        return Optional.empty();
      } else if (towards[side] < 0) {
        enter = Math.max(enter, at);
      } else if (towards[side] > 0) {
        leave = Math.min(leave, at);
      }
    }
    return enter > leave
        ? Optional.empty()
        : Optional.of(
            new StrokePiece(
                new Place(from.x() + enter * dx, from.y() + enter * dy),
                new Place(from.x() + leave * dx, from.y() + leave * dy)));
  }
}
