package dev.geodesic.space;

import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;

/**
 * A configuration that a sweep tries, over all its seeds.
 *
 * @param entry number of the optimizer's entry in the conf, from 0
 */
public record Candidate(int entry, DataSpec data, ModelSpec model, OptimizerSpec optimizer) {}
