class Airelay < Formula
  desc "Local OpenAI API from your own ChatGPT subscription"
  homepage "@URL@"
  url "@URL@/airelay-@VERSION@.zip"
  sha256 "@SHA256@"
  license "MIT"

  depends_on "openjdk"

  def install
    rm "bin/airelay.cmd"
    bash_completion.install "share/bash-completion/completions/airelay"
    zsh_completion.install "share/zsh/site-functions/_airelay"
    fish_completion.install "share/fish/vendor_completions.d/airelay.fish"
    man1.install Dir["share/man/man1/*.1"]
    rm_r "share"
    libexec.install Dir["*"]
    # The launcher prefers the Java in its own directory to JAVA_HOME and the PATH.
    libexec.install_symlink Language::Java.java_home => "runtime"
    bin.install_symlink libexec/"bin/airelay"
  end

  service do
    run [opt_bin/"airelay", "serve"]
    keep_alive crashed: true
    log_path var/"log/airelay.log"
    error_log_path var/"log/airelay.log"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/airelay --version")
  end
end
