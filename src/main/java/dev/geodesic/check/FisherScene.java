package dev.geodesic.check;

import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Predictions, and the factors N and u that a device computes from them. */
final class FisherScene {
  final Shape shape;
  final Fisher fisher;
  final HostPanel p;
  final int[] labels;
  final double[] most;
  final Factors factors;

  /** The device's N, {@code [b·r + j, trial, class]}. */
  final HostPanel n;

  /** Creates random predictions and their factors; 1/p(label) is capped in every second trial. */
  FisherScene(CheckContext s, Shape shape, Fisher fisher, double spread) {
    this.shape = shape;
    this.fisher = fisher;
    Predictions predictions = Predictions.random(s, shape, spread);
    this.labels = s.labels(shape.batch(), shape.outputs());
    this.most = new double[shape.trials()];
    Arrays.setAll(most, t -> t % 2 == 0 ? StepSize.OFF : 3);
    Panel probabilities = predictions.upload(s);
    // The device's own p, as devices may differ in a p that underflows.
    this.p = s.download(probabilities);
    this.factors = s.device().fisher().factor(probabilities, s.upload(labels), fisher, most);
    this.n = s.download(s.device().fisher().columns(factors));
  }

  int directions() {
    return fisher == Fisher.EMPIRICAL ? 1 : shape.outputs() - 1;
  }

  int order() {
    return shape.batch() * directions();
  }

  double[] p(int b, int t) {
    return p.row(b, t);
  }

  /** Returns XXᵀ of any samples, for Gram matrices of which only the right-hand side is used. */
  SampleGram inputs(CheckContext s) {
    return s.sampleGram(s.samples(shape.batch(), shape.inputs(), State.PLAIN));
  }

  /** Returns the device's u of one trial. */
  double[] u(CheckContext s, SampleGram inputs, int trial) {
    return gram(s, inputs, trial).vector(0);
  }

  /** Forms the Gram systems of some trials, as in softmax regression on samples. */
  SymmetricSystems gram(CheckContext s, SampleGram inputs, int... trials) {
    return s.device().fisher().gram(inputs, List.of(), List.of(), factors, trials);
  }

  /** Returns all trials; the last one alone; and every second one, from the last on. */
  List<int[]> choices() {
    int last = shape.trials() - 1;
    return List.of(
        IntStream.rangeClosed(0, last).toArray(),
        new int[] {last},
        IntStream.rangeClosed(0, last / 2).map(i -> last - 2 * i).toArray());
  }

  /** Returns the weight of a sample whose 1/p(label) is capped. */
  double weight(int b, int t) {
    return Math.min(1, most[t] * p.at(b, t, labels[b]));
  }
}
