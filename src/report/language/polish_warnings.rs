//! The Polish of warnings and of how results were estimated; patterns as in the main catalogue.

/// Every warning, and every sentence on the method.
pub(super) const TEXTS: &[(&str, &str)] = &[
    // Warnings.
    (
        "One replication has no confidence intervals: set replications to 10 or more.",
        "Jedna replikacja nie daje przedziałów ufności: ustaw replications na 10 lub więcej.",
    ),
    (
        "{} replications are few: intervals are wide and rest on little; 10 or more are usual.",
        "{1} replikacji to mało: przedziały są szerokie i słabo oparte; zwykle 10 lub więcej.",
    ),
    (
        "The recorded calls arrive alike in every replication: the bands show chance in service and patience, and know nothing of other days.",
        "Zapisane połączenia nadchodzą tak samo w każdej replikacji: pasma pokazują losowość obsługi i cierpliwości, a nie innych dni.",
    ),
    (
        "Compared with another saved run by the two intervals alone, as if the callers were different: put both variants into one scenario for narrower, paired differences.",
        "Porównane z innym zapisanym przebiegiem tylko przez oba przedziały, jakby klienci byli różni: umieść oba warianty w jednym scenariuszu, by otrzymać węższe różnice w parach.",
    ),
    (
        "{} batches are few: intervals are wide and rest on little; 10 or more are usual.",
        "{1} części to mało: przedziały są szerokie i słabo oparte; zwykle 10 lub więcej.",
    ),
    (
        "Only {} in a replication: intervals that rest on so few events may be too narrow.",
        "Tylko {1} w replikacji: przedziały oparte na tak rzadkich zdarzeniach mogą być za wąskie.",
    ),
    (
        "Only {} in a batch: intervals that rest on so few events may be too narrow.",
        "Tylko {1} w części: przedziały oparte na tak rzadkich zdarzeniach mogą być za wąskie.",
    ),
    (
        "Simulate a longer period, or many more replications.",
        "Zasymuluj dłuższy okres albo znacznie więcej replikacji.",
    ),
    (
        "Queue {}: no caller heard a callback offer.",
        "Kolejka {1}: nikt nie usłyszał propozycji oddzwonienia.",
    ),
    (
        "Its rule asks for {}, and the first offer comes {} later; the longest answered wait was {}.",
        "Reguła wymaga: {1}, a pierwsza propozycja pada {2} później; najdłuższe oczekiwanie zakończone odebraniem trwało {3}.",
    ),
    ("At most {} waited at once in the center.", "Najwyżej {1} czekało naraz w całym centrum."),
    ("{} and {} calls are blocked", "{1} i {2} połączeń jest blokowanych"),
    ("{} and {} calls miss the service level", "{1} i {2} połączeń nie osiąga poziomu obsługi"),
    (
        "{} and {} callbacks do not reach their customer",
        "{1} i {2} oddzwonień nie dociera do klienta",
    ),
    ("{} calls are abandoned", "{1} połączeń jest porzucanych"),
    ("{} calls are blocked", "{1} połączeń jest blokowanych"),
    ("{} calls miss the service level", "{1} połączeń nie osiąga poziomu obsługi"),
    ("{} callbacks do not reach their customer", "{1} oddzwonień nie dociera do klienta"),
    (
        "The values of the {} are skewed (skewness: {}): intervals may be too narrow below {} of them (25 x skewness^2).",
        "Wartości ({1}) mają skośny rozkład (skośność: {2}): przedziały mogą być za wąskie poniżej {3} (25 x skośność^2).",
    ),
    (
        "Of {} numbers called better or worse than {}, {} may be chance: among many comparisons some seem to differ.",
        "Z {1} liczb nazwanych lepszymi lub gorszymi niż {2} {3} może być przypadkiem: wśród wielu porównań niektóre różnią się pozornie.",
    ),
    (
        "By Holm's method these do not stand at {} %: {}.",
        "Według metody Holma przy {1} % nie utrzymują się: {2}.",
    ),
    (
        "{} calls a replication were unfinished when the clock stopped; they count neither as reached nor as lost.",
        "{1} połączeń na replikację było niezakończonych, gdy zegar stanął; nie liczą się ani jako obsłużone, ani jako utracone.",
    ),
    (
        "{} callbacks a replication were unfinished when the clock stopped; they count neither as reached nor as lost.",
        "{1} oddzwonień na replikację było niezakończonych, gdy zegar stanął; nie liczą się ani jako obsłużone, ani jako utracone.",
    ),
    // How it was estimated.
    (
        "Stopped after {}: {} is known to within {}.",
        "Zakończono po: {1}; {2} jest znane z dokładnością {3}.",
    ),
    (
        "Stopped after {}: {} is NOT yet known to within {}.",
        "Zakończono po: {1}; {2} NIE jest jeszcze znane z dokładnością {3}.",
    ),
    (
        "Estimated by the {} batches of one long run{}; single intervals have no band.",
        "Oszacowane z {1} części jednego długiego przebiegu{2}; pojedyncze interwały nie mają pasma.",
    ),
    (", after a warm-up of {}", ", po rozruchu {1}"),
    (
        "Each two replications are opposites, and intervals rest on pairs.",
        "Każde dwie replikacje są przeciwne, a przedziały opierają się na parach.",
    ),
    (
        "Corrected by how much work the calls happened to bring (control variate).",
        "Skorygowane o to, ile pracy akurat przyniosły połączenia (zmienna kontrolna).",
    ),
    ("one run in {} batches of {}", "jeden przebieg w {1} częściach po {2}"),
    ("pairs of replications", "pary replikacji"),
    ("replications", "replikacje"),
    ("batches", "części"),
    ("batch", "część"),
];
