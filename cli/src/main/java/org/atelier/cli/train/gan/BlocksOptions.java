package org.atelier.cli.train.gan;

import static org.atelier.cli.command.Given.given;

import org.atelier.gan.ResidualBlocks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands whose networks are of residual blocks. */
public final class BlocksOptions {
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of both networks' blocks (default:"
              + " ${bundle:default.blocks.generatorFilters} and"
              + " ${bundle:default.blocks.discriminatorFilters}).")
  private @Nullable Integer filters;

  @Option(
      names = "--attention",
      paramLabel = "SIDE",
      description =
          "Self-attention (arXiv:1805.08318) in both networks, where feature maps have this side in"
              + " pixels, such as 14 of 28; 0 for none (default:"
              + " ${bundle:default.blocks.attention}).")
  private @Nullable Integer attention;

  /** The blocks with what was given. */
  ResidualBlocks applyTo(ResidualBlocks base) {
    return new ResidualBlocks(
        given(filters, base.generatorFilters()),
        given(filters, base.discriminatorFilters()),
        given(attention, base.attention()));
  }
}
