package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** The function that a hidden unit applies to its input. */
public enum Activation implements ConfName {
  TANH,
  /** max(0, x); its derivative at 0 is taken as 0. */
  RELU
}
