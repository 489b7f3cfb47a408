package dev.geodesic.trial;

import java.io.Serializable;

/**
 * A rung of a halving, as far as which a trial came.
 *
 * @param bracket number of the halvings that its configuration had to survive
 * @param number of the rung, counted from 0
 */
public record Rung(int bracket, int number) implements Serializable {}
