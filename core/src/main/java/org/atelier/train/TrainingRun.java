package org.atelier.train;

import java.nio.file.Path;
import org.atelier.model.GenerativeModel;

/**
 * The properties of a run, for its listeners.
 *
 * @param folder the run's folder, which exists
 * @param model the model that is trained
 * @param options the training options
 * @param firstStep the first step of this session: 0, or the step of the checkpoint of a resumed
 *     run
 * @param totalSteps number of steps at the end of the run
 * @param stepsPerEpoch number of steps of an epoch, rounded down if the number of batches is not a
 *     multiple of the accumulation
 */
public record TrainingRun(
    Path folder,
    GenerativeModel<?> model,
    TrainingOptions options,
    long firstStep,
    long totalSteps,
    long stepsPerEpoch) {}
