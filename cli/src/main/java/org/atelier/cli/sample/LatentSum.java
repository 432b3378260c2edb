package org.atelier.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.TrainedModel;
import org.atelier.latent.Latent;

/**
 * Latent arithmetic as it is written on the command line: {@code "7,8,9 - 1,2,3 + 4"}. A term is
 * the mean of the latents that it names; signs stand between spaces.
 *
 * @param terms at least one; the first one's sign may be left out
 */
public record LatentSum(List<Term> terms) {
  private static final Pattern SIGN = Pattern.compile("\\s+([+-])\\s+");

  /**
   * A mean of latents that is added or subtracted.
   *
   * @param negative whether it is subtracted
   */
  record Term(boolean negative, List<LatentName> names) {
    Latent of(TrainedModel model) {
      return Latent.mean(LatentName.all(names, model, null));
    }
  }

  /** Parses a sum. */
  static LatentSum parse(String text) {
    var terms = new ArrayList<Term>();
    var signs = SIGN.matcher(text.strip());
    int begin = 0;
    boolean negative = false;
    while (signs.find()) {
      terms.add(term(negative, text.strip().substring(begin, signs.start())));
      negative = signs.group(1).equals("-");
      begin = signs.end();
    }
    terms.add(term(negative, text.strip().substring(begin)));
    return new LatentSum(List.copyOf(terms));
  }

  private static Term term(boolean negative, String text) {
    if (text.isBlank()) {
      throw new UsageException(
          "SUM expects latents with + or - between spaces, such as \"7,8,9 - 1,2,3 + 4\"");
    }
    return new Term(
        negative,
        Arrays.stream(text.split(",", -1)).map(name -> LatentName.parse("SUM", name)).toList());
  }

  /** The terms' means, then their sum. */
  List<Latent> of(TrainedModel model) {
    var latents = new ArrayList<Latent>();
    Latent sum = null;
    for (Term term : terms) {
      Latent mean = term.of(model);
      latents.add(mean);
      if (sum == null) {
        sum = mean;
      } else {
        sum = term.negative() ? sum.minus(mean) : sum.plus(mean);
      }
    }
    latents.add(Objects.requireNonNull(sum));
    return latents;
  }
}
