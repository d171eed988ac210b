#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/journal_json.hpp"
#include "journal/describe.hpp"
#include "journal/listing.hpp"
#include "replay/fold.hpp"
#include "replay/follow_up.hpp"
#include "replay/source.hpp"

#include <array>
#include <cstdio>
#include <iostream>

namespace lockstep {

namespace {

int complain(const Error& error) {
    std::cout << std::flush;
    std::cerr << "lockstep: " << error.what << "\n";
    return exit_failed;
}

// The records of a journal as lines, with what followed from each when that is wanted.
class Dump {
  public:
    Dump(const DumpOptions& options, Names names, const std::optional<Settings>& settings)
        : options_(options), names_(std::move(names)) {
        if (options_.decisions) fold_.emplace(settings->router);
    }

    Result<std::optional<TornTail>> print(const std::filesystem::path& journal) {
        return visit_journal(
            journal, names_,
            {.on_event = [this](const Event& event) { show(event); }, .on_hash = {}});
    }

  private:
    void show(const Event& event) {
        followed_.clear();
        if (fold_) {
            for (const Command& command : fold_->step(event)) {
                followed_.push_back(describe(command, fold_->router().config()));
            }
        }
        if (event.sequence < options_.from) return;
        if (options_.to != 0 && event.sequence > options_.to) return;
        if (options_.json) {
            std::cout << event_json(event, names_, fold_ ? &followed_ : nullptr) << "\n";
            return;
        }
        std::cout << describe(event, names_) << "\n";
        for (const std::string& line : followed_) std::cout << "    " << line << "\n";
    }

    DumpOptions options_;
    Names names_;
    std::optional<Fold> fold_;
    std::vector<std::string> followed_;
};

// The settings that the journal is to be read with; the file's own where the journal was made with
// others that are gone, which is said.
Result<Settings> settings_to_read_with(const JournalSource& source) {
    auto recorded = recorded_settings(source);
    if (recorded) return std::move(recorded->settings);
    if (!source.settings) return std::unexpected(recorded.error());
    std::cerr << "lockstep: " << recorded.error().what << "; read with "
              << source.settings->gateway.settings_file.string() << " instead\n";
    return *source.settings;
}

void tell_torn(const std::optional<TornTail>& torn) {
    if (torn) std::cerr << "lockstep: " << torn->text() << "\n";
}

} // namespace

std::optional<JournalSource> find_journal(const std::string& file_or_directory) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file_or_directory, ignored)) {
        return source_of_directory(file_or_directory);
    }
    auto settings = load_settings(file_or_directory, Warnings::hide);
    if (!settings) return std::nullopt;
    return source_of_settings(std::move(*settings));
}

int journal_command(const JournalSource& source) {
    Dump dump({}, source.settings ? names_of(*source.settings) : Names(), std::nullopt);
    const auto torn = dump.print(source.journal);
    if (!torn) return complain(torn.error());
    tell_torn(*torn);
    return exit_good;
}

int journal_dump_command(const JournalSource& source, const DumpOptions& options) {
    std::optional<Settings> settings = source.settings;
    if (options.decisions) {
        auto recorded = settings_to_read_with(source);
        if (!recorded) return complain(recorded.error());
        settings = std::move(*recorded);
    }
    Dump dump(options, settings ? names_of(*settings) : Names(), settings);
    const auto torn = dump.print(source.journal);
    if (!torn) return complain(torn.error());
    tell_torn(*torn);
    return exit_good;
}

int journal_verify_command(const JournalSource& source) {
    const auto summary = verify_journal(source.journal, [](const SegmentSummary& segment) {
        std::cout << segment.text() << ": good\n";
    });
    if (!summary) return complain(summary.error());
    std::cout << summary->text() << "\n";
    return exit_good;
}

namespace {

std::string hash_text(std::uint64_t hash) {
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

} // namespace

int journal_replay_command(const JournalSource& source) {
    const auto settings = settings_to_read_with(source);
    if (!settings) return complain(settings.error());
    Names names = names_of(*settings);
    Fold fold(settings->router);
    std::uint64_t agree = 0;
    std::uint64_t disagree = 0;
    const auto torn = visit_journal(source.journal, names,
                                    {.on_event = [&](const Event& event) { fold.step(event); },
                                     .on_hash =
                                         [&](std::uint64_t sequence, std::uint64_t recorded) {
                                             const std::uint64_t ours = fold.router().state_hash();
                                             ++(ours == recorded ? agree : disagree);
                                             if (ours == recorded) return;
                                             std::cout << "state after " << sequence << ": "
                                                       << hash_text(ours) << ", the journal says "
                                                       << hash_text(recorded) << "\n";
                                         }});
    if (!torn) return complain(torn.error());
    tell_torn(*torn);
    std::cout << fold.events() << " events replayed, " << fold.passed_over()
              << " passed over, nothing sent\nstate after " << fold.events() << ": "
              << hash_text(fold.router().state_hash()) << "\n"
              << agree << " of " << agree + disagree << " recorded state hashes agree\n";
    return disagree == 0 ? exit_good : exit_failed;
}

} // namespace lockstep
