package org.atelier.cli.train.gan;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.evaluate.SampleDistance;
import org.atelier.cli.train.NetworkOptions;
import org.atelier.cli.train.PictureChoice;
import org.atelier.cli.train.PictureOptions;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.SampleGrids;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;
import org.atelier.model.GenerativeModel;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import picocli.CommandLine.Mixin;

/**
 * Base class of commands that train a GAN on pictures and draw grids of samples.
 *
 * @param <O> the model's options
 * @param <B> the type of batches it trains on
 * @param <M> the model
 */
public abstract class TrainGan<O extends Record, B extends ImageBatch, M extends Gan<B>>
    extends TrainCommand<O, B, M> {
  private static final long SCORE_SEED = 0x53434f5245L;

  @Mixin final PictureOptions pictures = new PictureOptions();
  @Mixin final NetworkOptions networks = new NetworkOptions();
  @Mixin final StabilisationOptions steadiness = new StabilisationOptions();

  /** A command for a model's options, with their defaults. */
  protected TrainGan(Class<O> type, Recipe<O> recipe) {
    super(type, recipe);
  }

  /** The shape of the pictures that a model with these options generates. */
  protected abstract PictureShape picture(O options);

  /** The options for pictures of another shape. */
  protected abstract O withPicture(O options, PictureShape picture);

  /** Whether the model is class-conditional, so that the data must have classes. */
  protected boolean needsClasses() {
    return false;
  }

  /** The options for this number of classes; unchanged for an unconditional model. */
  protected O withClasses(O options, int classes) {
    return options;
  }

  /** The training data of pictures of this shape. */
  protected abstract TrainingData<B> data(
      TrainingPictures pictures, PictureShape shape, TrainingOptions training) throws IOException;

  @Override
  protected TrainingSource<O, B> open(String name, Map<String, String> kept) throws IOException {
    TrainingPictures found = TrainingPictures.open(name);
    return new PictureChoice<>(
        found,
        needsClasses() ? found.classes().names() : List.of(),
        pictures,
        new PictureChoice.Needs<>(this::picture, this::withPicture, this::withClasses, this::data));
  }

  @Override
  protected LoopListener drawing(M model, TrainingData<B> data, int every) {
    return SampleGrids.of(model, every);
  }

  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<B> data)
      throws IOException {
    var distance = new SampleDistance(data);
    return trained -> distance.to(model.sample(distance.count(), SCORE_SEED));
  }
}
