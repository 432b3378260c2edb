package org.atelier.benchmarks.experiments.translation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.data.TrainingData;
import org.atelier.data.source.InMemory;
import org.atelier.model.GenerativeModel;
import org.jspecify.annotations.Nullable;

/**
 * A model, what it learns from, its budget, and what it is tried with.
 *
 * @param name on the command line
 * @param steps of training
 * @param batch examples a step
 * @param model makes an untrained one
 * @param data what it learns from
 * @param pictures the same for the Python side, by name
 * @param labels of the first of the pictures; empty where there are none
 * @param trials what it is tried with
 * @param translation what a trained model does with pictures
 */
record Task<B, M extends GenerativeModel<B>>(
    String name,
    long steps,
    int batch,
    Supplier<M> model,
    TrainingData<B> data,
    Map<String, InMemory> pictures,
    boolean[][] labels,
    List<Trial> trials,
    Translation<M> translation) {
  /** What a trained model does with pictures. */
  @FunctionalInterface
  interface Translation<M> {
    /**
     * The translations of a batch, in evaluation.
     *
     * @param trial its name
     * @param wanted labels (N, K); null where there are none
     */
    NDArray of(M model, String trial, NDArray given, @Nullable NDArray wanted);
  }
}
