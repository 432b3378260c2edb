package org.atelier.cli.style;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.run.RunSettings;
import org.atelier.cli.train.style.AdaInEncoder;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.adain.AdaIn;
import org.atelier.translation.style.adain.StyleEncoder;
import org.atelier.translation.style.fast.FastStyle;

/** Models of style transfer that were trained here. */
final class TrainedStyle {
  private TrainedStyle() {}

  /**
   * The method of a run's model.
   *
   * @throws UsageException if it is no model of style transfer
   */
  static StyleMethod methodOf(Path run) {
    Checkpoint checkpoint = UsageException.unless(() -> Checkpoints.latest(run));
    return switch (ModelCatalog.of(checkpoint).name()) {
      case "fast-style" -> StyleMethod.FAST;
      case "adain" -> StyleMethod.ADAIN;
      default ->
          throw new UsageException(
              "--model expects a run of ./atelier train fast-style or adain, but %s has a model of another kind"
                  .formatted(run));
    };
  }

  /** Opens a run's model for the method that it is of. */
  static OpenMethod open(Path run, double strength, Device device) throws IOException {
    TrainedModel trained = TrainedModel.open(run, device);
    if (trained.model() instanceof FastStyle fast) {
      return new Fast(fast);
    } else if (trained.model() instanceof AdaIn adaIn) {
      return AnyStyle.open(adaIn, trained.checkpoint(), strength, device);
    }
    trained.close();
    throw new IllegalStateException("The kind of model is checked before");
  }

  /**
   * A network that was trained for its styles: of several, an even blend.
   *
   * @param model owned
   */
  record Fast(FastStyle model) implements OpenMethod {
    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      var shares = new double[model.targetDomains().size()];
      Arrays.fill(shares, 1);
      return model.transfer(shares);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /**
   * A decoder that was trained for any style, with its encoder.
   *
   * @param model owned
   * @param encoder owned
   * @param strength how much of the style, from 0 to 1
   */
  private record AnyStyle(AdaIn model, StyleEncoder encoder, double strength)
      implements OpenMethod {
    static AnyStyle open(AdaIn model, Checkpoint checkpoint, double strength, Device device)
        throws IOException {
      try {
        RunSettings settings = RunSettings.around(checkpoint.folder());
        ExtractorChoice choice =
            AdaInEncoder.recorded(settings == null ? Map.of() : settings.kept());
        StyleEncoder encoder = AdaInEncoder.open(choice, device);
        model.encodeWith(encoder);
        return new AnyStyle(model, encoder, strength);
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
    }

    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      return model.transfer(styles, strength);
    }

    @Override
    public void close() {
      model.close();
      encoder.extractor().close();
    }
  }
}
