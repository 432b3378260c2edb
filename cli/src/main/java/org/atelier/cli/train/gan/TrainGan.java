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
 * A command that trains a GAN on pictures: grids of samples show how it learns.
 *
 * @param <O> the model's options
 * @param <B> the batches it learns from
 * @param <M> the model
 */
public abstract class TrainGan<O extends Record, B extends ImageBatch, M extends Gan<B>>
    extends TrainCommand<O, B, M> {
  private static final long SCORE_SEED = 0x53434f5245L;

  @Mixin final PictureOptions pictures = new PictureOptions();
  @Mixin final NetworkOptions networks = new NetworkOptions();
  @Mixin final StabilisationOptions steadiness = new StabilisationOptions();

  protected TrainGan(Class<O> type, Recipe<O> recipe) {
    super(type, recipe);
  }

  /** What a model of these options makes. */
  protected abstract PictureShape picture(O options);

  /** The options for other pictures. */
  protected abstract O withPicture(O options, PictureShape picture);

  /** Whether the data must have classes. */
  protected boolean needsClasses() {
    return false;
  }

  /** The options for the classes of the data; as they are, of a model that needs none. */
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
