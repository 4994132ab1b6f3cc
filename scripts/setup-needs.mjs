// What the machine must have besides Node, git and npm. One row each: how to see that it is
// there, and how the package managers call it. `optional` rows are mentioned, never installed.
// `runtimes`: a library of that very compiler, whose version is in the name of its folder.

export const needs = [
  {
    name: "Emscripten",
    why: "compiles the kernel to WebAssembly",
    commands: ["emcc"],
    packages: { apt: "emscripten", dnf: "emscripten", pacman: "emscripten", brew: "emscripten" },
  },
  {
    name: "CMake",
    why: "describes the native and the wasm build",
    commands: ["cmake"],
    packages: { apt: "cmake", dnf: "cmake", pacman: "cmake", brew: "cmake" },
  },
  {
    name: "Ninja",
    why: "runs the builds",
    commands: ["ninja"],
    packages: { apt: "ninja-build", dnf: "ninja-build", pacman: "ninja", brew: "ninja" },
  },
  {
    name: "C compiler",
    why: "builds the native kernel and its tests",
    commands: ["gcc", "clang"],
    packages: { apt: "gcc", dnf: "gcc", pacman: "gcc", brew: "llvm" },
  },
  {
    name: "C library headers",
    why: "the native tests include them",
    headers: ["stdio.h"],
    packages: { apt: "libc6-dev", dnf: "glibc-devel", pacman: "glibc" },
    // macOS keeps them inside its SDK, where the compiler finds them by itself.
    platforms: ["linux"],
  },
  {
    name: "cmocka",
    why: "runs the C unit tests",
    headers: ["cmocka.h"],
    packages: { apt: "libcmocka-dev", dnf: "libcmocka-devel", pacman: "cmocka", brew: "cmocka" },
  },
  {
    name: "Chromium",
    why: "the end-to-end tests drive a real browser",
    commands: ["chromium", "chromium-browser", "google-chrome"],
    files: ["/Applications/Chromium.app", "/Applications/Google Chrome.app"],
    packages: { apt: "chromium", dnf: "chromium", pacman: "chromium", brew: "--cask chromium" },
  },
  {
    name: "clang-format",
    why: "checks and applies the C format",
    commands: ["clang-format"],
    packages: {
      apt: "clang-format",
      dnf: "clang-tools-extra",
      pacman: "clang",
      brew: "clang-format",
    },
  },
  {
    name: "cppcheck",
    why: "reads the C sources for mistakes",
    commands: ["cppcheck"],
    packages: { apt: "cppcheck", dnf: "cppcheck", pacman: "cppcheck", brew: "cppcheck" },
  },
  {
    name: "clang-tidy",
    why: "reads the C sources for mistakes",
    commands: ["clang-tidy"],
    packages: { apt: "clang-tidy", dnf: "clang-tools-extra", pacman: "clang", brew: "llvm" },
  },
  {
    name: "gcc with gcov",
    why: "says what the C tests cover, and follows the paths of the sources",
    commands: ["gcov"],
    packages: { apt: "gcc", dnf: "gcc", pacman: "gcc" },
    platforms: ["linux"],
  },
  {
    name: "Valgrind",
    why: "counts instructions in the scale tests",
    commands: ["valgrind"],
    packages: { apt: "valgrind", dnf: "valgrind", pacman: "valgrind" },
    platforms: ["linux"],
  },
  {
    name: "Clang with its runtime libraries",
    why: "fuzzing with libFuzzer and the sanitizers",
    // Apple's has no libFuzzer, and Homebrew's is not on the PATH.
    platforms: ["linux"],
    runtimes: { command: "clang", library: "libclang_rt.fuzzer" },
    packages: {
      apt: "clang libclang-rt-dev",
      dnf: "clang compiler-rt",
      pacman: "clang compiler-rt",
    },
  },
  {
    name: "Firefox",
    why: "the end-to-end tests and the parity sample run in it, too",
    commands: ["firefox-esr", "firefox"],
    optional: true,
    packages: { apt: "firefox-esr", dnf: "firefox", pacman: "firefox", brew: "--cask firefox" },
  },
];

// In order of preference; the first whose command exists is the machine's package manager.
export const packageManagers = [
  { name: "apt", command: "apt-get", install: "apt-get install -y --no-install-recommends" },
  { name: "dnf", command: "dnf", install: "dnf install" },
  { name: "pacman", command: "pacman", install: "pacman -S --needed" },
  { name: "brew", command: "brew", install: "brew install", asUser: true },
];
