package dev.geodesic.check;

import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;

/** Predictions and the factors N and u that a device makes of them. */
final class FisherScene {
  final Shape shape;
  final Fisher fisher;
  final HostPanel p;
  final int[] labels;
  final double[] most;
  final Factors factors;

  /** N as the device tells it: row b·r + j, trial, class. */
  final HostPanel n;

  /** Uncapped in every second trial. */
  FisherScene(Setting s, Shape shape, Fisher fisher, double spread) {
    this.shape = shape;
    this.fisher = fisher;
    Predictions predictions = Predictions.random(s, shape, spread);
    this.labels = s.labels(shape.batch(), shape.outputs());
    this.most = new double[shape.trials()];
    Arrays.setAll(most, t -> t % 2 == 0 ? StepSize.OFF : 3);
    Panel probabilities = predictions.upload(s);
    // As the device has them: what it makes of a p that underflows is its own affair.
    this.p = s.download(probabilities);
    this.factors = s.device().fisher().factor(probabilities, labels, fisher, most);
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

  /** XXᵀ of some samples, for Gram matrices whose right-hand sides alone are looked at. */
  SampleGram inputs(Setting s) {
    return s.sampleGram(s.samples(shape.batch(), shape.inputs(), State.PLAIN));
  }

  /** u of one trial, as the device tells it. */
  double[] u(Setting s, SampleGram inputs, int trial) {
    return s.device().fisher().gram(inputs, List.of(), factors, trial).vector();
  }

  /** What a sample weighs where 1/p(label) counts no more than it may. */
  double weight(int b, int t) {
    return Math.min(1, most[t] * p.at(b, t, labels[b]));
  }
}
