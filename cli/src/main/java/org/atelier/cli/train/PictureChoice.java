package org.atelier.cli.train;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.data.TrainingData;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingOptions;

/**
 * A set or folder of pictures that a model learns from.
 *
 * @param found what {@code --data} named
 * @param classes their names, for a model that is told them; empty for others
 * @param given what the command line says of pictures
 * @param needs what the model's options say of them
 * @param <O> the model's options
 * @param <B> the batches
 */
public record PictureChoice<O extends Record, B>(
    TrainingPictures found, List<String> classes, PictureOptions given, Needs<O, B> needs)
    implements TrainingSource<O, B> {
  /**
   * What a model's command knows of its options and its data.
   *
   * @param picture what a model of these options makes
   * @param withPicture the options for other pictures
   * @param withClasses the options for so many classes
   * @param data the training data of pictures of a shape
   */
  public record Needs<O, B>(
      Function<O, PictureShape> picture,
      BiFunction<O, PictureShape, O> withPicture,
      BiFunction<O, Integer, O> withClasses,
      Opening<B> data) {}

  /** Makes the training data of pictures of a shape. */
  @FunctionalInterface
  public interface Opening<B> {
    TrainingData<B> data(TrainingPictures pictures, PictureShape shape, TrainingOptions training)
        throws IOException;
  }

  @Override
  public String title() {
    return found.title();
  }

  @Override
  public String location() {
    return found.location();
  }

  @Override
  public int size() {
    return found.source().size();
  }

  @Override
  public O fit(O options) throws IOException {
    PictureShape shape = given.fit(needs.picture().apply(options), found);
    O fitting = needs.withPicture().apply(options, shape);
    return classes.isEmpty() ? fitting : needs.withClasses().apply(fitting, classes.size());
  }

  @Override
  public TrainingData<B> data(O options, TrainingOptions training) throws IOException {
    return needs.data().data(found, needs.picture().apply(options), training);
  }

  @Override
  public String seenAs(O options) {
    String seen = PictureOptions.describe(needs.picture().apply(options));
    return classes.isEmpty() ? seen : seen + " in " + classes.size() + " classes";
  }
}
