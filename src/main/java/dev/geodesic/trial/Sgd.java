package dev.geodesic.trial;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stochastic gradient descent: W ← W − lr·g. */
public record Sgd(double learningRate) implements OptimizerSpec {
  public static final String NAME = "sgd";

  public Sgd {
    Require.positive("learning-rate", learningRate);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    return new TreeMap<>(Map.of("learning-rate", learningRate));
  }

  @Override
  public String structure() {
    return "";
  }
}
