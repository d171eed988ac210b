// The program `lockstep`.
#include "cli/cli.hpp"

int main(int argc, char** argv) { return lockstep::run_cli(argc, argv, LOCKSTEP_VERSION); }
