package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Panel;
import dev.geodesic.device.opencl.Product.Operand;
import dev.geodesic.device.opencl.Product.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forms Gram and Fisher matrices, those of many trials at once; see {@code fisher.cl}. */
final class FisherSystems {
  private final Gear gear;

  FisherSystems(Gear gear) {
    this.gear = gear;
  }

  /**
   * Returns how many systems of an order the memory holds well, at least 1: each with the factor
   * and what it is made of while it is formed, then with what its solution takes.
   */
  int atOnce(int order, int columns) {
    double matrix = (double) order * order * Double.BYTES;
    double factor = (double) order * columns * Double.BYTES;
    double copy = Filter.bytes(order);
    double largest = Math.max(Math.max(matrix, factor), Filter.largestBytes(order));
    return gear.partsAtOnce(matrix + Math.max(2 * factor, copy), largest);
  }

  OpenClSystems gram(
      OpenClSampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      OpenClFactors f,
      int[] trials) {
    int order = f.order();
    Orders.check(order, "a Gram matrix");
    long size = (long) order * order;
    Buffer matrices = gear.pool().lendDoubles(size * trials.length);
    Buffer vectors = gear.pool().lendDoubles((long) order * trials.length);
    gear.launch("gram_of_outputs")
        .with(lastInputs(samples, activations, trials))
        .with(lastLayer(samples, activations))
        .with(f.n())
        .with(f.u())
        .with(gear.constant(trials))
        .with(f.batch())
        .with(f.directions())
        .with(f.classes())
        .with(matrices)
        .with(vectors)
        .items(size, trials.length);
    for (int l = 0; l < backward.size(); l++) {
      addHidden(
          samples,
          l == 0 ? List.of() : activations.subList(0, l),
          backward.get(l),
          f,
          trials,
          matrices);
    }
    return new OpenClSystems(gear, order, trials.clone(), matrices, vectors, true);
  }

  /** K of the topmost inputs: of the samples, or of each trial's activations. */
  private Buffer lastInputs(OpenClSampleGram samples, List<Panel> activations, int[] trials) {
    return activations.isEmpty()
        ? samples.matrix()
        : activationGram((OpenClPanel) activations.get(activations.size() - 1), trials);
  }

  private static long lastLayer(OpenClSampleGram samples, List<Panel> activations) {
    return activations.isEmpty() ? 0 : (long) samples.batch() * samples.batch();
  }

  private void addHidden(
      OpenClSampleGram samples,
      List<Panel> inputs,
      Panel backward,
      OpenClFactors f,
      int[] trials,
      Buffer matrices) {
    int order = f.order();
    gear.pool()
        .<@Nullable Void>inScope(
            () -> {
              OpenClPanel d = chosen((OpenClPanel) backward, trials);
              Buffer products = squares(d);
              gear.launch("gram_add_hidden")
                  .with(lastInputs(samples, inputs, trials))
                  .with(lastLayer(samples, inputs))
                  .with(products)
                  .with(f.batch())
                  .with(f.directions())
                  .with(matrices)
                  .items((long) order * order, trials.length);
              return null;
            });
  }

  /** Returns aaᵀ of each chosen trial's activations, {@code [count, batch, batch]}. */
  private Buffer activationGram(OpenClPanel activations, int[] trials) {
    return squares(chosen(activations, trials));
  }

  /**
   * Returns PPᵀ of each trial's part P of a panel, lower triangles, {@code [trials, rows, rows]}.
   */
  private Buffer squares(OpenClPanel panel) {
    int rows = panel.batch();
    Buffer squares = gear.pool().lendDoubles((long) rows * rows * panel.trials());
    Operand factor = Operand.ofTrials(panel);
    new Product(
            factor,
            factor.transposed(),
            Operand.doubles(squares, rows, rows),
            rows,
            rows,
            panel.width(),
            panel.trials(),
            Part.LOWER)
        .replace(gear, Precision.DOUBLE);
    return squares;
  }

  /** Returns the chosen trials of a panel, one after the other. */
  private OpenClPanel chosen(OpenClPanel panel, int[] trials) {
    OpenClPanel chosen = gear.panel(panel.batch(), trials.length, panel.width());
    gear.launch("panel_choose")
        .with(panel.values())
        .with(gear.constant(trials))
        .with(trials.length)
        .with(panel.batch())
        .with(panel.trials())
        .with(panel.width())
        .with(chosen.values())
        .items(chosen.length());
    return chosen;
  }

  OpenClSystems dense(List<LayerFactor> layers, OpenClFactors f, int[] trials) {
    int order = f.order();
    int count = trials.length;
    int parameters = layers.stream().mapToInt(FisherSystems::weights).sum();
    Orders.check(parameters, "a dense Fisher matrix");
    Buffer matrices = gear.pool().lendDoubles((long) parameters * parameters * count);
    Buffer vectors = gear.pool().lendDoubles((long) parameters * count);
    gear.pool()
        .<@Nullable Void>inScope(
            () -> {
              Buffer factors = gear.pool().lendDoubles((long) parameters * order * count);
              int first = 0;
              for (LayerFactor layer : layers) {
                writeFactor(layer, f, trials, first, parameters, factors);
                first += weights(layer);
              }
              Operand a = Operand.doubles(factors, parameters, order);
              new Product(
                      a,
                      a.transposed(),
                      Operand.doubles(matrices, parameters, parameters),
                      parameters,
                      parameters,
                      order,
                      count,
                      Part.LOWER)
                  .replace(gear, Precision.DOUBLE);
              Buffer u = gear.pool().lendDoubles((long) order * count);
              gear.launch("rows_choose")
                  .with(f.u())
                  .with(order)
                  .with(gear.constant(trials))
                  .with(u)
                  .items(order, count);
              new Product(
                      a,
                      Operand.doubles(u, order, 1),
                      Operand.doubles(vectors, parameters, 1),
                      parameters,
                      1,
                      order,
                      count)
                  .replace(gear, Precision.DOUBLE);
              return null;
            });
    return new OpenClSystems(gear, parameters, trials.clone(), matrices, vectors, false);
  }

  private static int weights(LayerFactor layer) {
    return Math.multiplyExact(width(layer.input()), layer.backward().width());
  }

  private static int width(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? samples.matrix().columns()
        : ((LayerInput.Activations) input).panel().width();
  }

  /** Writes one layer's part of A. */
  private void writeFactor(
      LayerFactor layer, OpenClFactors f, int[] trials, int first, int parameters, Buffer factors) {
    OpenClPanel d = (OpenClPanel) layer.backward();
    Launch launch = gear.launch("dense_factor").with(d.values());
    launch =
        layer.input() instanceof LayerInput.Samples samples
            ? launch.with(gear.dense(samples.matrix()).whole()).withNothing()
            : launch
                .withNothing()
                .with(OpenClPanel.buffer(((LayerInput.Activations) layer.input()).panel()));
    launch
        .with(gear.constant(trials))
        .with(f.batch())
        .with(f.directions())
        .with(f.trials())
        .with(d.width())
        .with(width(layer.input()))
        .with(first)
        .with(parameters)
        .with(factors)
        .items((long) weights(layer) * f.order(), trials.length);
  }
}
