package dev.geodesic.check;

import dev.geodesic.trial.Fisher;
import java.util.ArrayList;
import java.util.List;

/**
 * The predictions that the factors of a Fisher matrix are made from.
 *
 * @param spread see {@link Predictions#random}
 */
record FisherCase(Fisher fisher, Shape shape, double spread) {
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1, 2),
          new Shape(1, 1, 7, 3),
          new Shape(2, 2, 1, 2),
          new Shape(1, 16, 20, 10),
          new Shape(65, 3, 4, 3),
          Shape.ODD);

  static List<FisherCase> all() {
    List<FisherCase> cases = new ArrayList<>();
    for (Fisher fisher : Fisher.values()) {
      SHAPES.forEach(shape -> cases.add(new FisherCase(fisher, shape, 3)));
      for (double spread : new double[] {0, 30, 300, 1000}) {
        cases.add(new FisherCase(fisher, Shape.ODD, spread));
      }
    }
    return cases;
  }

  FisherScene scene(CheckContext s) {
    return new FisherScene(s, shape, fisher, spread);
  }

  @Override
  public String toString() {
    return "%s, %s, logits to %.0e".formatted(fisher.confName(), shape, spread);
  }
}
