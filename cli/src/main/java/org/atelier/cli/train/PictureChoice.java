package org.atelier.cli.train;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.PictureShape;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;

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
   * @param withClasses the options for a number of classes; null if the data needs none
   * @param data joins pictures to the batches that the model trains on
   */
  public record Needs<O, B>(
      Function<O, PictureShape> picture,
      BiFunction<O, PictureShape, O> withPicture,
      @Nullable BiFunction<O, Integer, O> withClasses,
      Batches<B> data) {
    /** Of a model that trains on pictures alone. */
    public static <O> Needs<O, Images> unlabelled(
        Function<O, PictureShape> picture, BiFunction<O, PictureShape, O> withPicture) {
      return new Needs<>(picture, withPicture, null, (pictures, images, training) -> images);
    }

    /** Of a model that trains on pictures with their classes. */
    public static <O> Needs<O, LabelledImages> labelled(
        Function<O, PictureShape> picture,
        BiFunction<O, PictureShape, O> withPicture,
        BiFunction<O, Integer, O> withClasses) {
      return new Needs<>(
          picture,
          withPicture,
          withClasses,
          (pictures, images, training) -> pictures.labelled(images));
    }

    /** Returns a copy with other batches. */
    public Needs<O, B> withData(Batches<B> data) {
      return new Needs<>(picture, withPicture, withClasses, data);
    }
  }

  /** Joins pictures, read at the model's size, to the batches that the model trains on. */
  @FunctionalInterface
  public interface Batches<B> {
    /**
     * The training data.
     *
     * @param pictures the source of the images and of their classes
     * @param images of the model's shape, in the order of the pictures
     * @throws IOException if a picture cannot be read
     */
    TrainingData<B> of(
        TrainingPictures pictures, TrainingData<Images> images, TrainingOptions training)
        throws IOException;
  }

  /**
   * Opens what {@code --data} names.
   *
   * @param bad the reaction to pictures that cannot be read
   * @throws UsageException if the model needs classes and the pictures have none
   */
  public static <O extends Record, B> PictureChoice<O, B> open(
      String name, PictureOptions given, Needs<O, B> needs, BadPictureChoice bad)
      throws IOException {
    TrainingPictures found = TrainingPictures.open(name).withBad(bad);
    List<String> classes = needs.withClasses() == null ? List.of() : found.classes().names();
    return new PictureChoice<>(found, classes, given, needs);
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
    BiFunction<O, Integer, O> withClasses = needs.withClasses();
    return withClasses == null ? fitting : withClasses.apply(fitting, classes.size());
  }

  @Override
  public TrainingData<B> data(O options, TrainingOptions training) throws IOException {
    return needs.data().of(found, found.images(needs.picture().apply(options)), training);
  }

  @Override
  public String describe(O options) {
    String seen = PictureOptions.describe(needs.picture().apply(options));
    return classes.isEmpty() ? seen : seen + " in " + classes.size() + " classes";
  }
}
