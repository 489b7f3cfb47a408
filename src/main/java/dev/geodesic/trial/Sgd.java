package dev.geodesic.trial;

import java.util.SortedMap;
import java.util.TreeMap;

/** Stochastic gradient descent (Robbins and Monro 1951): W ← W − lr·g. */
public record Sgd(StepSize stepSize) implements FirstOrder {
  public static final String NAME = "sgd";

  /** With a learning rate that stays. */
  public Sgd(double learningRate) {
    this(StepSize.constant(learningRate));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SortedMap<String, Object> hyperparameters() {
    SortedMap<String, Object> all = new TreeMap<>();
    stepSize.describe(all);
    return all;
  }

  @Override
  public int memories() {
    return 0;
  }

  @Override
  public int operations() {
    return 0;
  }
}
