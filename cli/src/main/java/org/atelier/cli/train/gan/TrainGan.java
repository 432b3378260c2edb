package org.atelier.cli.train.gan;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
import org.atelier.model.Gan;
import org.atelier.model.GenerativeModel;
import org.atelier.train.LoopListener;
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
  @Mixin final StabilisationOptions stabilisation = new StabilisationOptions();

  private final PictureChoice.Needs<O, B> needs;

  protected TrainGan(
      Class<O> type, Recipe<O> recipe, PictureChoice.Needs<O, B> needs, Function<O, M> build) {
    super(type, recipe, build);
    this.needs = needs;
  }

  @Override
  protected TrainingSource<O, B> open(String name, Map<String, String> kept) throws IOException {
    return PictureChoice.open(name, pictures, needs, badPictures());
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
