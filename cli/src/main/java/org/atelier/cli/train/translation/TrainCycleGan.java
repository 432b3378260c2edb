package org.atelier.cli.train.translation;

import static org.atelier.cli.command.Given.given;

import ai.djl.ndarray.NDArray;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.Recipe;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.Domains;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.nets.Upsampling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link CycleGan}: {@code ./atelier train cyclegan}. */
@Command(
    name = "cyclegan",
    description = {
      "Trains unpaired image-to-image translation between two domains by cycle consistency"
          + " (arXiv:1703.10593).",
      "--data and --data-b are a folder or an embedded data set each (default: the emoji"
          + " noto and twemoji).",
      ""
    })
public final class TrainCycleGan extends TrainUnpaired<CycleGanOptions, CycleGan> {
  private static final Recipe<CycleGanOptions> RECIPE =
      new Recipe<>(
          "noto",
          CycleGanOptions.defaults()
              .withGenerator(
                  ResnetGenerator.of(3).withFilters(24).withUpsampling(Upsampling.RESIZE))
              .withDiscriminator(new PatchDiscriminator(32, 2, Normalisation.INSTANCE))
              .withDomains(Domains.rgb(64)),
          TrainingOptions.defaults().withBatchSize(1).withSteps(1800).withCheckpointEvery(1000),
          250);

  @Range(from = 0, to = 1000)
  @Option(
      names = "--blocks",
      paramLabel = "N",
      description =
          "Residual blocks of the generators (default: ${bundle:default.generator.blocks}).")
  private @Nullable Integer blocks;

  @Option(names = "--unet", description = "Use U-Net generators in place of ResNets.")
  private boolean unet;

  @Option(
      names = "--upsampling",
      paramLabel = "transposed|resize",
      description =
          "Upsampling in the generators: transposed convolutions, or resizing before"
              + " convolutions, which avoids checkerboard artefacts (default:"
              + " ${bundle:default.generator.upsampling}).")
  private @Nullable Upsampling upsampling;

  @Range(from = 0)
  @Option(
      names = "--cycle-weight",
      paramLabel = "X",
      description = "Cycle-consistency weight (default: ${bundle:default.lambdaA}).")
  private @Nullable Double cycleWeight;

  @Range(from = 0)
  @Option(
      names = "--identity-weight",
      paramLabel = "X",
      description =
          "Identity-loss weight, relative to --cycle-weight (default:"
              + " ${bundle:default.lambdaIdentity}).")
  private @Nullable Double identityWeight;

  @Range(from = 0, to = 100_000)
  @Option(
      names = "--pool-size",
      paramLabel = "N",
      description =
          "Size of the image pool: earlier fakes that each discriminator is trained on again; 0"
              + " for none (default: ${bundle:default.poolSize}).")
  private @Nullable Integer poolSize;

  /** The command with its recipe. */
  public TrainCycleGan() {
    super(CycleGanOptions.class, RECIPE, options -> options.domains().a().width(), CycleGan::new);
  }

  @Override
  protected CycleGanOptions applyTo(CycleGanOptions base) {
    CycleGanOptions options = base;
    if (common.size != null) {
      // The number of blocks is kept: the paper's 6 or 9 take more than some minutes.
      options = options.withDomains(options.domains().withSize(common.size));
    }
    PatchDiscriminator discriminator = options.discriminator();
    if (common.filters != null) {
      discriminator = discriminator.withFilters(common.filters);
    }
    return options
        .withGenerator(generator(options))
        .withDiscriminator(discriminator)
        .withLosses(losses(options.losses()))
        .withPoolSize(given(poolSize, options.poolSize()))
        .withOptimizer(optimizer(options.optimizer()));
  }

  private CycleGanOptions.Losses losses(CycleGanOptions.Losses base) {
    return base.withLambdaA(given(cycleWeight, base.lambdaA()))
        .withLambdaB(given(cycleWeight, base.lambdaB()))
        .withLambdaIdentity(given(identityWeight, base.lambdaIdentity()));
  }

  private PictureGenerator generator(CycleGanOptions options) {
    PictureGenerator base = options.generator();
    if (unet || base instanceof UnetGenerator) {
      if (blocks != null) {
        throw new UsageException(
            "--blocks expects ResNet generators, but these are U-Nets; leave it out");
      }
      int size = options.domains().a().width();
      UnetGenerator chosen =
          base instanceof UnetGenerator old
              ? old
              : UnetGenerator.of(Math.max(2, Math.min(8, Integer.numberOfTrailingZeros(size))))
                  .withNorm(Normalisation.INSTANCE)
                  .withDropout(DropoutMode.NONE)
                  .withFilters(32);
      chosen = common.filters == null ? chosen : chosen.withFilters(common.filters);
      return upsampling == null ? chosen : chosen.withUpsampling(upsampling);
    }
    ResnetGenerator resnet = (ResnetGenerator) base;
    return new ResnetGenerator(
        given(common.filters, resnet.filters()),
        given(blocks, resnet.blocks()),
        resnet.norm(),
        resnet.dropout(),
        given(upsampling, resnet.upsampling()));
  }

  @Override
  protected NDArray toB(CycleGan model, NDArray a) {
    return model.G_A().predict(a);
  }

  @Override
  protected NDArray toA(CycleGan model, NDArray b) {
    return model.G_B().predict(b);
  }
}
