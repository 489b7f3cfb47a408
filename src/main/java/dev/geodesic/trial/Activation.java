package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** What a hidden unit makes of its input. */
public enum Activation implements ConfName {
  TANH,
  /** max(0, x); its derivative at 0 is taken as 0. */
  RELU
}
