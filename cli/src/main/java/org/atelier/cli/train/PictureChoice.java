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
 * Training data of pictures, from an embedded data set or a folder.
 *
 * @param found the pictures that {@code --data} names
 * @param classes the class names, for a class-conditional model; empty for others
 * @param given the picture options of the command line
 * @param needs how the model's options depend on the pictures
 * @param <O> the model's options
 * @param <B> the batches
 */
public record PictureChoice<O extends Record, B>(
    TrainingPictures found, List<String> classes, PictureOptions given, Needs<O, B> needs)
    implements TrainingSource<O, B> {
  /**
   * How a model's options and training data depend on the pictures.
   *
   * @param picture the shape of the pictures that a model with these options generates
   * @param withPicture the options for pictures of another shape
   * @param withClasses the options for a number of classes
   * @param data opens the training data of pictures of a shape
   */
  public record Needs<O, B>(
      Function<O, PictureShape> picture,
      BiFunction<O, PictureShape, O> withPicture,
      BiFunction<O, Integer, O> withClasses,
      Opening<B> data) {}

  /** Opens the training data of pictures of a shape. */
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
