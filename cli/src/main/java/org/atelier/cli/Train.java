package org.atelier.cli;

import picocli.CommandLine.Command;

/** The models that can be trained: {@code ./atelier train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    version = Atelier.VERSION,
    description = "Trains a model; ./atelier train MODEL --help tells its options.",
    subcommands = {
      TrainVanillaGan.class,
      TrainDcgan.class,
      TrainLsgan.class,
      TrainWgan.class,
      TrainWganGp.class,
      TrainSnGan.class,
      TrainCgan.class,
      TrainConditionalDcgan.class,
      TrainAcGan.class,
      TrainProjectionGan.class,
      TrainSemiSupervisedGan.class,
      TrainPlace.class,
      TrainSounds.class,
      TrainVae.class,
      TrainBetaVae.class,
      TrainCvae.class,
      TrainIwae.class,
      TrainVqVae.class,
      TrainVaeGan.class,
      TrainPix2Pix.class,
      TrainCycleGan.class,
      TrainDiscoGan.class,
      TrainStarGan.class
    })
final class Train {}
