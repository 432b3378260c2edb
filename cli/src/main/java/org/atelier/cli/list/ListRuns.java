package org.atelier.cli.list;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.EmbeddedSet;
import org.atelier.cli.data.PictureName;
import org.atelier.cli.model.ModelCatalog;
import org.atelier.cli.model.TrainingTask;
import org.atelier.cli.run.RunFolder;
import org.atelier.datasets.Gallery;
import org.atelier.files.FolderListing;
import org.atelier.model.ModelType;
import org.atelier.train.RunRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists runs, kinds of models and embedded data sets: {@code ./atelier list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    description = "Lists runs, the models that can be trained, and the embedded data sets.",
    footer = {"", Commands.EXIT_CODES})
public final class ListRuns implements Callable<Integer> {
  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "Folder that contains the runs (default: runs).")
  private Path runs = RunFolder.RUNS;

  @Spec private @Nullable CommandSpec spec;

  private record Row(String folder, String model, String steps, String status, String speed) {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<Row> rows = rows();
    if (rows.isEmpty()) {
      out.printf("No runs in %s; ./atelier train dcgan makes one.%n", runs);
    } else {
      int width = rows.stream().mapToInt(row -> row.folder().length()).max().orElse(0);
      String format = "%-" + width + "s  %-8s  %9s  %-10s  %s%n";
      out.printf(Locale.ROOT, format, "run", "model", "steps", "status", "images/s");
      for (Row row : rows) {
        out.printf(
            Locale.ROOT, format, row.folder(), row.model(), row.steps(), row.status(), row.speed());
      }
    }
    out.printf("%nModels to train (./atelier train MODEL):%n");
    for (ModelType<?, ?> model : ModelCatalog.all()) {
      out.printf("  %-14s %s%n", model.name(), model.description());
      for (TrainingTask task : TrainingTask.values()) {
        if (task.model().equals(model.name())) {
          out.printf("  %-14s %s%n", task.title(), task.description());
        }
      }
    }
    out.printf("%nEmbedded data sets (--data SET):%n");
    for (EmbeddedSet set : EmbeddedSet.values()) {
      out.printf("  %-14s %s%n", set.title(), set.description());
    }
    out.printf("  %s%n", DataName.RULE);
    out.printf("%nEmbedded pictures (./atelier stylize embedded:NAME, also dream):%n");
    for (Gallery gallery : PictureName.galleries()) {
      for (Gallery.Item item : gallery.items()) {
        out.printf(
            "  %-16s %s, by %s, %s%n", item.name(), item.title(), item.author(), item.licence());
      }
    }
    out.flush();
    return Commands.DONE;
  }

  private List<Row> rows() throws IOException {
    if (!Files.exists(runs)) {
      return List.of();
    }
    if (!Files.isDirectory(runs)) {
      throw new UsageException(
          "--runs expects a folder, but %s is a file; give the folder that contains the runs"
              .formatted(runs));
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .filter(folder -> !FolderListing.isHidden(String.valueOf(folder.getFileName())))
          .filter(folder -> Files.isRegularFile(folder.resolve(RunRecord.FILE)))
          .sorted()
          .map(ListRuns::row)
          .toList();
    }
  }

  private static Row row(Path folder) {
    try {
      JsonObject run =
          JsonParser.parseString(Files.readString(folder.resolve(RunRecord.FILE)))
              .getAsJsonObject();
      String status = text(run.get("status"));
      return new Row(
          folder.toString(),
          ModelCatalog.nameOf(folder, text(run.get("model"))),
          text(run.get("steps")),
          // A killed run could not record its end.
          status.equals("running") ? "unfinished" : status,
          String.format(Locale.ROOT, "%.0f", run.get("imagesPerSecond").getAsDouble()));
    } catch (IOException | RuntimeException e) {
      // Gson throws various exceptions at damaged files.
      return new Row(folder.toString(), "?", "?", "damaged", "?");
    }
  }

  private static String text(@Nullable JsonElement element) {
    return element == null || !element.isJsonPrimitive() ? "?" : element.getAsString();
  }
}
