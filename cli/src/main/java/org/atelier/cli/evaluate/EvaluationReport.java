package org.atelier.cli.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.atelier.cli.command.UsageException;
import org.atelier.files.NewFile;
import org.atelier.metrics.Fingerprint;
import org.atelier.metrics.Score;
import org.jspecify.annotations.Nullable;

/**
 * The scores of an evaluation, printed as a table or written as JSON.
 *
 * @param format identifies the file format
 * @param generated a description of the pictures that were evaluated
 * @param scores the scores, each with its fingerprint
 */
public record EvaluationReport(String format, String generated, List<Score> scores) {
  private static final String FORMAT = "atelier evaluation 1";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  static EvaluationReport of(String generated, List<Score> scores) {
    return new EvaluationReport(FORMAT, generated, List.copyOf(scores));
  }

  /** Reads a report that {@link #write} has written. */
  public static EvaluationReport read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "--compare expects a report of an earlier evaluation, but there is no file " + file);
    }
    try {
      EvaluationReport report = GSON.fromJson(Files.readString(file), EvaluationReport.class);
      if (report != null
          && FORMAT.equals(report.format())
          && report.scores() != null
          && !report.scores().isEmpty()
          && report.scores().stream().allMatch(EvaluationReport::isComplete)) {
        return report;
      }
    } catch (JsonParseException | IllegalArgumentException | CharacterCodingException e) {
      throw notOne(file);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      throw notOne(file);
    }
    throw notOne(file);
  }

  /** Returns whether nothing is missing, which Gson sets to null. */
  private static boolean isComplete(@Nullable Score score) {
    if (score == null || score.metric() == null || score.fingerprint() == null) {
      return false;
    }
    Fingerprint how = score.fingerprint();
    return Stream.of(
            how.protocol(),
            how.network(),
            how.networkHash(),
            how.resizer(),
            how.range(),
            how.split())
        .allMatch(Objects::nonNull);
  }

  private static UsageException notOne(Path file) {
    return new UsageException(
        "--compare expects a report that ./atelier evaluate --out has written, but %s is none or is damaged"
            .formatted(file));
  }

  void write(Path file) throws IOException {
    NewFile.write(file, GSON.toJson(this) + "\n");
  }

  /** The fingerprint of all scores, apart from each metric's own protocol. */
  Fingerprint fingerprint() {
    return scores.get(0).fingerprint();
  }

  private Optional<Score> named(String metric) {
    return scores.stream().filter(score -> score.metric().equals(metric)).findFirst();
  }

  /**
   * Checks, before anything is computed, that an evaluation will be comparable with this report.
   *
   * @param planned the fingerprint of the new evaluation; its protocol is not compared
   */
  void requireComparable(Fingerprint planned) {
    if (scores.isEmpty()) {
      throw new UsageException("The earlier report has no scores to compare with");
    }
    Fingerprint mine = fingerprint();
    UsageException.unless(
        () -> {
          new Fingerprint(
                  mine.protocol(),
                  planned.network(),
                  planned.networkHash(),
                  planned.resizer(),
                  planned.range(),
                  planned.referenceCount(),
                  planned.generatedCount(),
                  planned.split())
              .requireSameAs(mine);
          return mine;
        });
  }

  /** Prints the table of scores, with differences from an earlier report. */
  void print(PrintWriter out, Optional<EvaluationReport> earlier) {
    out.printf("%s%n", generated);
    for (Score score : scores) {
      out.printf(
          Locale.ROOT,
          "  %-17s %10.4f%s  (%s is better)%s%n",
          score.metric(),
          score.value(),
          score.deviation() == 0 ? "" : String.format(Locale.ROOT, " ± %.4f", score.deviation()),
          score.higherIsBetter() ? "higher" : "lower",
          earlier
              .flatMap(report -> report.named(score.metric()))
              .map(before -> change(score.minus(before)))
              .orElse(""));
    }
    Fingerprint how = fingerprint();
    out.printf("reference          %s pictures, %s%n", how.referenceCount(), how.split());
    out.printf("generated          %s pictures%n", how.generatedCount());
    out.printf("feature network    %s, %s%n", how.network(), how.networkHash());
    out.printf("resizer            %s%n", how.resizer());
    out.printf("value range        %s%n", how.range());
    for (Score score : scores) {
      out.printf("%-18s %s%n", score.metric(), score.fingerprint().protocol());
    }
    out.flush();
  }

  private static String change(double difference) {
    return String.format(Locale.ROOT, "  %+.4f than before", difference);
  }
}
