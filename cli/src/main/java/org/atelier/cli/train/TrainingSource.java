package org.atelier.cli.train;

import java.io.IOException;
import java.util.List;
import org.atelier.data.TrainingData;
import org.atelier.train.TrainingOptions;

/**
 * What {@code --data} names, found but not read: the model's options follow from it where nobody
 * gave them, and the training data from both.
 *
 * @param <O> the model's options
 * @param <B> the batches
 */
public interface TrainingSource<O extends Record, B> {
  /** What sentences call it. */
  String title();

  /** What names it again from any folder. */
  String location();

  /** The number of examples. */
  int size();

  /** The names of the classes by their numbers; empty where there are none. */
  default List<String> classes() {
    return List.of();
  }

  /**
   * The options with what only the data can tell, such as the number of channels. Asked once, when
   * a run is new.
   *
   * @throws IOException if an example cannot be read
   */
  O fit(O options) throws IOException;

  /**
   * The data that a model of these options learns from.
   *
   * @throws IOException if an example cannot be read
   */
  TrainingData<B> data(O options, TrainingOptions training) throws IOException;

  /** What the model sees of an example, such as {@code "28×28 grey"}. */
  String seenAs(O options);
}
