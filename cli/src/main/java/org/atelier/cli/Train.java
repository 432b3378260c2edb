package org.atelier.cli;

import org.atelier.cli.command.Commands;
import org.atelier.cli.train.autoencoder.TrainBetaVae;
import org.atelier.cli.train.autoencoder.TrainCvae;
import org.atelier.cli.train.autoencoder.TrainIwae;
import org.atelier.cli.train.autoencoder.TrainVae;
import org.atelier.cli.train.autoencoder.TrainVaeGan;
import org.atelier.cli.train.autoencoder.TrainVqVae;
import org.atelier.cli.train.gan.TrainAcGan;
import org.atelier.cli.train.gan.TrainCgan;
import org.atelier.cli.train.gan.TrainConditionalDcgan;
import org.atelier.cli.train.gan.TrainDcgan;
import org.atelier.cli.train.gan.TrainLsgan;
import org.atelier.cli.train.gan.TrainPlace;
import org.atelier.cli.train.gan.TrainProjectionGan;
import org.atelier.cli.train.gan.TrainSemiSupervisedGan;
import org.atelier.cli.train.gan.TrainSnGan;
import org.atelier.cli.train.gan.TrainVanillaGan;
import org.atelier.cli.train.gan.TrainWgan;
import org.atelier.cli.train.gan.TrainWganGp;
import org.atelier.cli.train.style.TrainAdaIn;
import org.atelier.cli.train.style.TrainFastStyle;
import org.atelier.cli.train.translation.TrainCycleGan;
import org.atelier.cli.train.translation.TrainDiscoGan;
import org.atelier.cli.train.translation.TrainPix2Pix;
import org.atelier.cli.train.translation.TrainSounds;
import org.atelier.cli.train.translation.TrainStarGan;
import picocli.CommandLine.Command;

/** Groups the training commands, one for each kind of model: {@code ./atelier train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = "Trains a model; ./atelier train MODEL --help lists its options.",
    footer = {"", "A model of your own is listed, too, when its jar is on ATELIER_CLASSPATH."},
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
      TrainStarGan.class,
      TrainFastStyle.class,
      TrainAdaIn.class
    })
public final class Train {}
