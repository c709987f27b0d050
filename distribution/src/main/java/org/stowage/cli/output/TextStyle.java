package org.stowage.cli.output;

/** For people. */
final class TextStyle implements Style {

  @Override
  public String result(Result result) {
    return result.text();
  }

  @Override
  public String failure(Failure failure) {
    String code = "\n  code " + failure.code().label() + " " + failure.code().name();
    return "stowage: " + failure.message() + code + fix(failure);
  }

  @Override
  public String warning(Failure warning) {
    return "stowage: warning: " + warning.message() + fix(warning);
  }

  @Override
  public String note(String text) {
    return "stowage: " + text;
  }

  @Override
  public String progress(Progress progress) {
    return note(progress.line());
  }

  private static String fix(Failure failure) {
    return failure.remedy().isEmpty() ? "" : "\n  fix: " + failure.remedy();
  }
}
