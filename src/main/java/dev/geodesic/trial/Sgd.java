package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import java.util.List;

/** Stochastic gradient descent (Robbins and Monro 1951): W ← W − lr·g. */
public record Sgd(Assignment values) implements FirstOrder {
  /** How a conf asks for it. */
  public static final Family<Sgd> FAMILY =
      new Family<>("sgd", "stochastic gradient descent", Sgd.class, Sgd::new, List.of());

  public Sgd {
    values = values.complete(FAMILY.parameters());
  }

  /** With a learning rate that stays. */
  public Sgd(double learningRate) {
    this(Assignment.of(StepSize.LEARNING_RATE, learningRate));
  }

  @Override
  public Family<Sgd> family() {
    return FAMILY;
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
