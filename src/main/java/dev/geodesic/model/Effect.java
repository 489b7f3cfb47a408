package dev.geodesic.model;

/**
 * What a step does, trial by trial.
 *
 * @param norms Euclidean length of the change of the weights
 * @param kl mean over the batch of KL(before‖after) of the predictions, nats
 */
public record Effect(double[] norms, double[] kl) {}
