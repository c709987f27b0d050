package org.stowage.cli.output;

/** How the command writes what it has to say. Every text is whole lines without the last end. */
interface Style {

  /** For the standard output. */
  String result(Result result);

  /** For the standard error, as everything below. */
  String failure(Failure failure);

  String warning(Failure warning);

  /** Something worth knowing that asks for nothing. */
  String note(String text);

  String progress(Progress progress);
}
