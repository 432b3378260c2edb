package org.atelier.train;

import java.nio.file.Path;
import org.atelier.model.GenerativeModel;

/**
 * What a listener may know of the run it watches.
 *
 * @param folder where everything of the run goes; it exists
 * @param model that learns
 * @param options of the run
 * @param firstStep 0, or where a resumed run goes on
 * @param totalSteps where it will end
 * @param stepsPerEpoch steps in a pass over the data, rounded down where accumulated batches do not
 *     divide it
 */
public record TrainingRun(
    Path folder,
    GenerativeModel<?> model,
    TrainingOptions options,
    long firstStep,
    long totalSteps,
    long stepsPerEpoch) {}
