package org.atelier.cli.train;

import java.io.IOException;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.train.TrainingOptions;

/**
 * The data that {@code --data} names, found but not yet read. Options that were not given are
 * derived from it.
 *
 * @param <O> the model's options
 * @param <B> the type of batches
 */
public interface TrainingSource<O extends Record, B> {
  /** The name of the data in messages. */
  String title();

  /** A value of {@code --data} that names it from any working directory. */
  String location();

  /** The number of examples. */
  int size();

  /** The class names, indexed by label; empty for data without classes. */
  default List<String> classes() {
    return List.of();
  }

  /**
   * The options adapted to the data, such as its number of channels. Called once, for a new run.
   *
   * @throws IOException if an example cannot be read
   */
  O fit(O options) throws IOException;

  /**
   * The training data for a model with these options.
   *
   * @throws IOException if an example cannot be read
   */
  TrainingData<B> data(O options, TrainingOptions training) throws IOException;

  /** The shape of the examples in messages, such as {@code "28×28 grey"}. */
  String describe(O options);
}
