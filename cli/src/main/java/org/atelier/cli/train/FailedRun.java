package org.atelier.cli.train;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.train.ChangedDataException;
import org.atelier.train.RunLockedException;
import org.atelier.train.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * How a training command ends if its run fails: with a message that says how the run can go on.
 *
 * @param command the command's name
 * @param folder the run's folder
 * @param badPictures the run's reaction to pictures that cannot be used
 * @param last the run's last checkpoint; null if nothing has been written yet
 */
record FailedRun(
    String command, Path folder, BadPictureChoice badPictures, @Nullable LastCheckpoint last) {
  /**
   * Returns the exception to end with; unchecked ones are thrown.
   *
   * @param failure what the run has thrown
   * @param report reports what the run has done
   * @param error where to write how the run can go on if {@code failure} is an error, whose message
   *     is not ours
   */
  IOException described(Throwable failure, Runnable report, PrintWriter error) {
    if (failure instanceof RunLockedException locked) {
      throw new UsageException(
          "The run %s is being written by %s; wait until it ends, stop it, or start a new run"
              .formatted(folder, locked.holder()));
    }
    if (failure instanceof ChangedDataException changed) {
      throw new UsageException(
          "The run in %s cannot be resumed with other data: %s. Resume it with the data of its start, or go on with the changed data by --accept-data"
              .formatted(folder, changed.differences()));
    }
    if (last == null && failure instanceof IOException input) {
      // Nothing has been written yet, so the input is at fault.
      throw UsageException.of(input);
    }
    report.run();
    String how =
        last != null && Files.isDirectory(folder)
            ? "The run can go on from step %s:  ./atelier train %s --resume %s%s"
                .formatted(last.step(), command, folder, badPictures.toGoOnAfter(failure))
            : "";
    if (failure instanceof Error failed) {
      if (!how.isEmpty()) {
        error.println(how);
      }
      throw failed;
    }
    if (failure instanceof RuntimeException failed
        && (how.isEmpty() || failed instanceof TrainingException)) {
      throw failed;
    }
    return how.isEmpty()
        ? (IOException) failure
        : new IOException(Commands.sentence(failure) + ". " + how, failure);
  }
}
