package org.atelier.cli.style;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.pictures.FolderTask;
import org.jspecify.annotations.Nullable;

/** What is restyled: one picture, a folder of pictures, or a film. */
final class StylizedFiles {
  private static final FolderTask.Words WORDS =
      new FolderTask.Words("stylize", "restyled", "--out");
  
  private StylizedFiles() {}
}
