package org.atelier.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.command.Commands;

/**
 * A command that was run in this process.
 *
 * @param code its exit code
 * @param out what it said
 * @param err what it complained of
 */
record CommandLineRun(int code, String out, String err) {
  /** Runs {@code ./atelier} with these arguments. */
  static CommandLineRun atelier(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var commandLine =
        Atelier.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    var texts = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
    int code = Commands.run(commandLine, texts);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** Trains the smallest DCGAN for some steps; later arguments win. */
  static CommandLineRun trainTiny(Path out, Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("train", "dcgan", "--out", out, "--device", "cpu", "--image-size", 28));
    arguments.addAll(List.of("--filters", 2, "--latent-size", 4, "--batch-size", 4));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }
}
