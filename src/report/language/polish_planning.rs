//! The catalogue of Polish for plans and sweeps: terminal, page and charts.

/// Every text of a plan and of a sweep.
pub(super) const TEXTS: &[(&str, &str)] = &[
    // A plan: what is asked for and what was found.
    ("plan", "plan obsady"),
    (
        "judged by {} simulated days, same callers in each",
        "ocena na podstawie symulacji dni: {1}; w każdym wariancie ci sami klienci",
    ),
    (
        "judged by {} simulated day, same callers in each",
        "ocena na podstawie symulacji dni: {1}; w każdym wariancie ci sami klienci",
    ),
    (
        "judged by {} simulated weeks, same callers in each",
        "ocena na podstawie symulacji tygodni: {1}; w każdym wariancie ci sami klienci",
    ),
    (
        "judged by {} simulated week, same callers in each",
        "ocena na podstawie symulacji tygodni: {1}; w każdym wariancie ci sami klienci",
    ),
    (
        "judged by {} simulated periods, same callers in each",
        "ocena na podstawie symulacji okresów: {1}; w każdym wariancie ci sami klienci",
    ),
    (
        "judged by {} simulated period, same callers in each",
        "ocena na podstawie symulacji okresów: {1}; w każdym wariancie ci sami klienci",
    ),
    ("Asked for in every quarter-hour: {}.", "Wymagane w każdym kwadransie: {1}."),
    ("Asked for in every half-hour: {}.", "Wymagane w każdej połowie godziny: {1}."),
    ("Asked for in every hour: {}.", "Wymagane w każdej godzinie: {1}."),
    ("Asked for in every interval: {}.", "Wymagane w każdym przedziale: {1}."),
    ("Asked for in every day: {}.", "Wymagane każdego dnia: {1}."),
    ("Asked for in every week: {}.", "Wymagane w każdym tygodniu: {1}."),
    (
        "With {} {} paid hours a {} do ({} full-time agents) instead of {}: {} fewer, {} saved, lost calls priced.",
        "W wariancie {1} wystarcza {2} godzin płatnych na {3} (etaty: {4}) zamiast {5}: o {6} mniej, oszczędność {7} przy wycenionych utraconych połączeniach.",
    ),
    (
        "With {} {} paid hours a {} do ({} full-time agents) instead of {}: {} fewer, {} saved, lost calls without a price.",
        "W wariancie {1} wystarcza {2} godzin płatnych na {3} (etaty: {4}) zamiast {5}: o {6} mniej, oszczędność {7} bez wyceny utraconych połączeń.",
    ),
    (
        "With {} {} paid hours a {} do ({} full-time agents) instead of {}: {} fewer, but {} more in all.",
        "W wariancie {1} wystarcza {2} godzin płatnych na {3} (etaty: {4}) zamiast {5}: o {6} mniej, ale łącznie drożej o {7}.",
    ),
    (
        "With {} {} paid hours a {} do ({} full-time agents) instead of {}: {} fewer.",
        "W wariancie {1} wystarcza {2} godzin płatnych na {3} (etaty: {4}) zamiast {5}: o {6} mniej.",
    ),
    (
        "With {} {} paid hours a {} are needed ({} full-time agents) instead of {}: {} more.",
        "W wariancie {1} potrzeba {2} godzin płatnych na {3} (etaty: {4}) zamiast {5}: o {6} więcej.",
    ),
    (
        "With {} and without, {} paid hours a {} are needed ({} full-time agents).",
        "W wariancie {1} i bez niego potrzeba {2} godzin płatnych na {3} (etaty: {4}).",
    ),
    (
        "{} paid hours a {} ({} full-time agents) are needed and cost {}.",
        "Potrzeba {1} godzin płatnych na {2} (etaty: {3}), co kosztuje {4}.",
    ),
    (
        "{} paid hours a {} ({} full-time agents) are needed.",
        "Potrzeba {1} godzin płatnych na {2} (etaty: {3}).",
    ),
    (
        "What callers pay: {} callers are called back, after {} on average; {} fewer calls are lost, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: do {1} oddzwaniamy, średnio po {2}; utraconych połączeń jest mniej o {3}, a kto zostaje na linii, czeka na odebranie {4} zamiast {5}.",
    ),
    (
        "What callers pay: {} callers are called back, after {} on average; {} more calls are lost, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: do {1} oddzwaniamy, średnio po {2}; utraconych połączeń jest więcej o {3}, a kto zostaje na linii, czeka na odebranie {4} zamiast {5}.",
    ),
    (
        "What callers pay: {} callers are called back, after {} on average; no difference in lost calls is shown, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: do {1} oddzwaniamy, średnio po {2}; różnicy w liczbie utraconych połączeń nie widać, a kto zostaje na linii, czeka na odebranie {3} zamiast {4}.",
    ),
    (
        "What callers pay: no difference in lost calls is shown, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: różnicy w liczbie utraconych połączeń nie widać, a kto zostaje na linii, czeka na odebranie {1} zamiast {2}.",
    ),
    (
        "What callers pay: {} fewer calls are lost, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: utraconych połączeń jest mniej o {1}, a kto zostaje na linii, czeka na odebranie {2} zamiast {3}.",
    ),
    (
        "What callers pay: {} more calls are lost, and who holds waits {} instead of {} for an answer.",
        "Cena dla klientów: utraconych połączeń jest więcej o {1}, a kto zostaje na linii, czeka na odebranie {2} zamiast {3}.",
    ),
    (
        "In {} {} a target is missed.",
        "Liczba przedziałów, w których cel nie jest osiągnięty: {1} ({2}).",
    ),
    (
        "{}: ACCEPTED, all targets hold in every {}.",
        "{1}: GRAFIK PRZYJĘTY, wszystkie cele są osiągnięte w każdym przedziale ({2}).",
    ),
    (
        "{}: ACCEPTED, all targets hold in the {}.",
        "{1}: GRAFIK PRZYJĘTY, wszystkie cele są osiągnięte ({2}).",
    ),
    (
        "{}: REJECTED, targets are missed in {} of {} {}.",
        "{1}: GRAFIK ODRZUCONY, cele nie są osiągnięte w {2} z {3} przedziałów ({4}).",
    ),
    (
        "At least {} agent hours more would mend it, at {}.",
        "Naprawi to co najmniej {1} dodatkowych godzin pracy agentów, kosztem {2}.",
    ),
    (
        "At least {} agent hours more would mend it.",
        "Naprawi to co najmniej {1} dodatkowych godzin pracy agentów.",
    ),
    ("quarter-hour", "kwadrans"),
    ("quarter-hours", "kwadranse"),
    ("half-hour", "pół godziny"),
    ("half-hours", "półgodziny"),
    ("hour", "godzina"),
    ("hours", "godziny"),
    ("interval", "przedział"),
    ("intervals", "przedziały"),
    // A plan: the comparison.
    ("Agents on the phones, most", "Najwięcej agentów przy telefonach"),
    ("Hours on the phones", "Godziny przy telefonach"),
    ("missing", "brakujące"),
    (
        "Of the intervals of a line: all calls, most agents, and what is reached where it is worst.",
        "Z przedziałów wiersza: wszystkie połączenia, najwięcej agentów i wynik tam, gdzie jest najgorszy.",
    ),
    ("staffing.csv beside it for a spreadsheet", "obok staffing.csv do arkusza"),
    (
        "staffing.csv and roster.csv beside it for a spreadsheet and for run",
        "obok staffing.csv do arkusza i roster.csv dla run",
    ),
    ("required", "wymagane"),
    ("more than required", "ponad wymagane"),
    ("fewer than required", "poniżej wymaganych"),
    ("Paid hours", "Godziny płatne"),
    ("Full-time agents", "Etaty"),
    ("People for the shifts", "Osoby na zmianach"),
    ("agents", "agenci"),
    ("lost calls", "utracone połączenia"),
    ("callbacks", "oddzwonienia"),
    ("difference", "różnica"),
    ("Quarter-hours on target", "Kwadranse z osiągniętym celem"),
    ("Half-hours on target", "Półgodziny z osiągniętym celem"),
    ("Hours on target", "Godziny z osiągniętym celem"),
    ("Intervals on target", "Przedziały z osiągniętym celem"),
    ("Days of the plan on target", "Dni planu z osiągniętym celem"),
    ("Weeks of the plan on target", "Tygodnie planu z osiągniętym celem"),
    (
        "Agents, hours and their cost are of {}; calls and what they cost, rates and waits are of the whole center, but for what was asked for.",
        "Agenci, godziny i ich koszt dotyczą: {1}; połączenia i ich koszt, wskaźniki i czasy oczekiwania dotyczą całego centrum, poza tym, o co pytano.",
    ),
    (
        "Precision: what each {} reaches is known to ± {} in the middle, ± {} at most ({} % confidence); --replications {} halves it.",
        "Dokładność: wynik jednego przedziału ({1}) jest znany do ± {2} przeciętnie, najwyżej do ± {3} (ufność {4} %); --replications {5} zmniejsza ten błąd o połowę.",
    ),
    (
        "The service level leaves out {} of calls (callbacks): part of what callback saves is a matter of counting.",
        "Poziom obsługi pomija {1} połączeń (oddzwonienia): część oszczędności z oddzwaniania to kwestia sposobu liczenia.",
    ),
    (
        "Give callbacks a target too, such as callback_connect_mean at_most 300.",
        "Warto dać cel także oddzwonieniom, na przykład callback_connect_mean at_most 300.",
    ),
    (
        "{}: before the simulation took shifts out or added some, their cost was within {} % of the least that covers the requirement.",
        "{1}: zmiany pokrywają zapotrzebowanie kosztem wyższym od najmniejszego możliwego o nie więcej niż {2} %.",
    ),
    (
        "In {} of {} windows a target cannot be reached within the bounds, however many agents there are (first at {}): the plan holds the best that was reached.",
        "W {1} z {2} okien czasu celu nie da się osiągnąć w podanych granicach, niezależnie od liczby agentów (pierwsze: {3}): plan zawiera najlepszy osiągnięty wynik.",
    ),
    (
        "Is the target within what notifications and bounds allow?",
        "Czy cel mieści się w tym, na co pozwalają powiadomienia i granice?",
    ),
    (
        "No shift of group {} works in {} intervals in which agents are required (first at {}): add `starts` or shifts that reach them.",
        "Żadna zmiana grupy {1} nie pracuje w {2} przedziałach, w których agenci są wymagani (pierwszy: {3}): dodaj `starts` lub zmiany, które je obejmą.",
    ),
    // A plan: staff on the terminal.
    ("Time", "Godzina"),
    ("calls", "połączenia"),
    ("reached", "wynik"),
    ("most", "najwięcej"),
    ("{}: hours", "{1}: godziny"),
    ("(agents: {})", "(agenci: {1})"),
    ("Missed by {}:", "Cele nieosiągnięte w wariancie {1}:"),
    ("on days", "w dniach"),
    ("agents to add", "agenci do dodania"),
    ("and {} more: see plan.html or --format csv", "i jeszcze {1}: w plan.html lub --format csv"),
    // A plan: its page.
    ("Required agents are on the phones.", "Wymagani agenci to agenci przy telefonach."),
    (
        "Paid hours make shrinkage good (required / (1 - shrinkage), each day's hours rounded up) or are those of the shifts.",
        "Godziny płatne uwzględniają shrinkage, czyli czas poza telefonami (wymagane / (1 - shrinkage), godziny każdego dnia zaokrąglone w górę), albo są godzinami zmian.",
    ),
    (
        "staffing.csv has the staff by interval for a spreadsheet; roster.csv is read by `staff = { roster = .. }` and by --verify.",
        "staffing.csv zawiera obsadę w przedziałach do arkusza; roster.csv, czyli grafik, wczytują `staff = { roster = .. }` i --verify.",
    ),
    ("Most required", "Najwięcej wymaganych"),
    ("Hours required", "Godziny wymagane"),
    ("Full-time", "Etaty"),
    (
        "Erlang C and A are what the calculator would staff for each queue alone.",
        "Erlang C i A: obsada z kalkulatora, dla każdej kolejki osobno.",
    ),
    (
        "Reached: mean and half width of the confidence interval; on days: on how many of the simulated days the interval itself reaches the value.",
        "Wynik: średnia i połowa szerokości przedziału ufności; w dniach: w jakiej części symulowanych dni sam przedział osiąga wartość.",
    ),
    ("scheduled", "w grafiku"),
    ("to add", "do dodania"),
    ("How to get this plan again", "Jak otrzymać ten plan ponownie"),
    (
        "The same scenario, data, seed and version give the same plan on any number of threads.",
        "Ten sam scenariusz, dane, ziarno i wersja dają ten sam plan przy dowolnej liczbie wątków.",
    ),
    // A plan: charts.
    (
        "Agents on the phones by the roster, and with what would mend it",
        "Agenci przy telefonach według grafiku i po uzupełnieniu",
    ),
    ("Agents required on the phones", "Agenci wymagani przy telefonach"),
    (
        "Agents required on the phones, and scheduled by shifts",
        "Agenci wymagani przy telefonach i zaplanowani na zmianach",
    ),
    (
        "Lines: agents required on the phones in each interval.",
        "Linie: agenci wymagani przy telefonach w każdym przedziale.",
    ),
    ("Areas: who is there by the roster.", "Pola: obecni według grafiku."),
    ("Areas: who is scheduled by shifts.", "Pola: zaplanowani na zmianach."),
    (
        "Grey: what Erlang A would staff, interval by interval.",
        "Szara: obsada według Erlang A, przedział po przedziale.",
    ),
    ("Hours required: {}.", "Godziny wymagane: {1}."),
    ("Group {}, {}", "Grupa {1}, {2}"),
    ("Group {}", "Grupa {1}"),
    ("Agents on the phones", "Agenci przy telefonach"),
    ("{}: by the roster", "{1}: według grafiku"),
    ("{}: scheduled", "{1}: w grafiku"),
    ("{}: required", "{1}: wymagani"),
    ("{}: mended", "{1}: po uzupełnieniu"),
    ("{}: {} required", "{1}: {2}, wymagani"),
    (
        "How likely an interval has {} at least {} on a day",
        "Szansa, że danego dnia przedział ma {1} co najmniej {2}",
    ),
    (
        "How likely an interval has {} at most {} on a day",
        "Szansa, że danego dnia przedział ma {1} najwyżej {2}",
    ),
    (
        "Share of the simulated days on which the interval itself reaches the value.",
        "Udział symulowanych dni, w których sam przedział osiąga wartość.",
    ),
    (
        "A target for the mean is reached on about half of them or more; who wants to be safe on a single day asks for a `probability`.",
        "Cel dla średniej jest osiągany w mniej więcej połowie dni lub częściej; pewność pojedynczego dnia daje `probability`.",
    ),
    ("Least likely interval: {}.", "Najmniejsza szansa: {1}."),
    ("Days on which it is reached, %", "Dni z osiągniętą wartością, %"),
    ("asked for: {}", "wymagane: {1}"),
    (
        "What more or fewer agents would cost, and the {} of the period",
        "Koszt większej lub mniejszej obsady oraz {1} w całym okresie",
    ),
    (
        "Each dot is the plan with so many agents more or fewer wherever somebody is planned, simulated with the same callers; lost calls are not in the cost.",
        "Kropka to plan z tyloma agentami więcej lub mniej wszędzie, gdzie ktoś jest zaplanowany, symulowany z tymi samymi klientami; koszt bez utraconych połączeń.",
    ),
    (
        "The plan may lie above what is asked for, as its targets hold in every window and not only in the mean of the period.",
        "Plan może leżeć powyżej wymagania, bo cele są osiągane w każdym oknie czasu, a nie tylko średnio w okresie.",
    ),
    ("the plan", "plan"),
    ("Cost of the agents' paid hours", "Koszt godzin płatnych agentów"),
    ("Agents more", "Agenci więcej"),
    ("Reached", "Wynik"),
    ("Agents required by day and time of day", "Agenci wymagani według dnia i godziny"),
    (
        "A column a day, morning at the top: the darker, the more agents of all planned groups together are needed on the phones, at most {} at once; white: nobody.",
        "Kolumna to dzień, rano u góry: im ciemniej, tym więcej agentów wszystkich planowanych grup potrzeba przy telefonach, najwyżej {1} naraz; białe: nikogo.",
    ),
    // A sweep: what was swept, tables.
    ("sweep", "przegląd parametrów"),
    (
        "{}: {} points ({}), {} replications each, same callers at all",
        "{1}: punkty: {2} ({3}), replikacje w każdym: {4}, wszędzie ci sami klienci",
    ),
    ("grid", "siatka"),
    ("list", "lista"),
    ("one at a time", "po jednej zmianie"),
    ("latin hypercube", "hipersześcian łaciński"),
    ("sobol", "ciąg Sobola"),
    ("Best {} ({}): {} at {}.", "Najlepszy wynik, {1} ({2}): {3} dla {4}."),
    ("{} ({}), by {} across", "{1} ({2}), w kolumnach: {3}"),
    ("The best {} of {} points by {} ({})", "Najlepsze {1} z {2} punktów, według: {3} ({4})"),
    ("Points", "Punkty"),
    ("Point", "Punkt"),
    ("Axis", "Oś"),
    ("Least", "Najmniej"),
    ("at", "przy"),
    ("Most", "Najwięcej"),
    ("From", "Od"),
    ("To", "Do"),
    ("Change", "Zmiana"),
    ("Share of variance", "Udział w wariancji"),
    ("As it is", "Bez zmian"),
    ("{} ({}): {} as it is", "{1} ({2}): {3} bez zmian"),
    (
        "{} ({}); straight lines explain {} of its variance",
        "{1} ({2}); linie proste wyjaśniają {3} wariancji",
    ),
    ("and {} more rows in sweep.csv", "i jeszcze {1} wierszy w sweep.csv"),
    ("Report", "Raport"),
    // A sweep: its page.
    ("What the numbers mean", "Co znaczą liczby"),
    (
        "Mean over the replications of a point, with the half width of its {} % confidence interval.",
        "Średnia z replikacji punktu z połową szerokości jej przedziału ufności {1} %.",
    ),
    (
        "All points and variants have the same callers, so differences between points are surer than the intervals of each suggest.",
        "Wszystkie punkty i warianty mają tych samych klientów, więc różnice między punktami są pewniejsze, niż wynika z przedziałów każdego z nich.",
    ),
    (
        "Every number of every point, variant and queue stands in sweep.csv and sweep.parquet.",
        "Każda liczba każdego punktu, wariantu i kolejki jest w sweep.csv i sweep.parquet.",
    ),
    ("Plan", "Plan"),
    ("Axis {}", "Oś {1}"),
    (
        "The same sweep, scenario, data, seed and version give the same bytes on any number of threads and shards.",
        "Ten sam przegląd, scenariusz, dane, ziarno i wersja dają te same bajty przy dowolnej liczbie wątków i części.",
    ),
    // A sweep: charts.
    ("{} ({}) by {} and {}", "{1} ({2}) według: {3} i {4}"),
    ("Darker is better.", "Ciemniej znaczy lepiej."),
    ("Darker is more.", "Ciemniej znaczy więcej."),
    ("The frame marks the best.", "Ramka wskazuje najlepszy wynik."),
    ("{} more combinations stand in the table.", "Dalsze kombinacje ({1}) są w tabeli."),
    ("Lines of equal {} ({})", "Linie równych wartości: {1} ({2})"),
    (
        "On each line {} is the same; from line to line it changes by {}.",
        "Na każdej linii {1} ma tę samą wartość; od linii do linii zmienia się o {2}.",
    ),
    (
        "Where lines lie close, a small change matters.",
        "Gdzie linie leżą gęsto, mała zmiana dużo znaczy.",
    ),
    (
        "Between the points that were simulated the lines are interpolated.",
        "Między symulowanymi punktami linie są interpolowane.",
    ),
    ("Pieces of the line", "Odcinki linii"),
    ("What {} changes", "Co zmienia {1}"),
    (
        "Line: mean; band: its {} % confidence interval.",
        "Linia: średnia; pasmo: jej przedział ufności {1} %.",
    ),
    ("All points have the same callers.", "Wszystkie punkty mają tych samych klientów."),
    ("The other axes change with it.", "Pozostałe osie zmieniają się razem z nią."),
    (
        "Main effects: from each axis's least to its largest value",
        "Efekty główne: od najmniejszej do największej wartości każdej osi",
    ),
    (
        "Dot: change of the metric by least squares over all {} points; line: its {} % confidence interval.",
        "Kropka: zmiana wskaźnika metodą najmniejszych kwadratów po wszystkich punktach ({1}); linia: jej przedział ufności {2} %.",
    ),
    (
        "Share of variance: what goes with the axis alone, by groups of points with alike values; the shares need not add up to 100 %.",
        "Udział w wariancji: to, co wynika z samej osi, według grup punktów o podobnych wartościach; udziały nie muszą dać razem 100 %.",
    ),
    ("{} ({}), straight lines explain {}", "{1} ({2}), linie proste wyjaśniają {3}"),
    ("{}, {} % of variance", "{1}, {2} % wariancji"),
    ("{} % of variance", "{1} % wariancji"),
    ("Change, percentage points", "Zmiana, punkty procentowe"),
    ("Change, seconds", "Zmiana, sekundy"),
    ("One change at a time: what moves the result", "Po jednej zmianie: co wpływa na wynik"),
    (
        "From the scenario as it is (line) to each value of each axis, the others as they are, the widest first; the words at the ends are the values.",
        "Od scenariusza bez zmian (linia) do każdej wartości każdej osi, przy pozostałych bez zmian, od najszerszej; na końcach stoją wartości.",
    ),
    ("The first panel: {}.", "Pierwszy panel: {1}."),
    ("less than as it is", "mniej niż bez zmian"),
    ("more than as it is", "więcej niż bez zmian"),
    ("{} against {}", "{1} a {2}"),
    ("A dot is one point in one variant.", "Kropka to jeden punkt w jednym wariancie."),
    (
        "The line joins the {} of {} that no other beats: none costs less and gives as much (the Pareto front).",
        "Linia łączy {1} z {2}, których nie przewyższa żaden inny: żaden nie kosztuje mniej, dając tyle samo (front Pareto).",
    ),
    ("Its points stand in the table.", "Jej punkty są w tabeli."),
    ("no other point is cheaper and as good", "żaden inny punkt nie jest tańszy i równie dobry"),
    // The best point of a sweep.
    (
        "{}: the highest {} of {} points (variant {})",
        "{1}: największa wartość ({2}) z {3} punktów (wariant {4})",
    ),
    (
        "{}: the lowest {} of {} points (variant {})",
        "{1}: najmniejsza wartość ({2}) z {3} punktów (wariant {4})",
    ),
    ("No point keeps the limits.", "Żaden punkt nie spełnia ograniczeń."),
    (
        "{} replications; every point as often as the last one would have been {}.",
        "Replikacje: {1}; gdyby każdy punkt liczyć tak długo jak ostatni, byłoby ich {2}.",
    ),
    (
        "With a probability of at least {} this is the best point, or less than {} from it (Kim and Nelson 2001; replications taken as normal), its limits to within {} (Andradóttir and Kim 2010).",
        "Z prawdopodobieństwem co najmniej {1} to najlepszy punkt lub mniej niż {2} od niego (Kim i Nelson 2001; replikacje przyjęte za normalne), ograniczenia z dokładnością do {3} (Andradóttir i Kim 2010).",
    ),
    (
        "With a probability of at least {} this is the best point, or less than {} from it (Kim and Nelson 2001; replications taken as normal).",
        "Z prawdopodobieństwem co najmniej {1} to najlepszy punkt lub mniej niż {2} od niego (Kim i Nelson 2001; replikacje przyjęte za normalne).",
    ),
    (
        "This is not sure: the replications allowed were used up while others may still be better by {} or more; allow more by --max-replications.",
        "To nie jest pewne: dozwolone replikacje się skończyły, a inne punkty mogą być lepsze o {1} lub więcej; więcej dopuszcza --max-replications.",
    ),
    (
        "From the differences that were seen it is the best with {} (Bonferroni's bound, Chen and others 2000).",
        "Według zaobserwowanych różnic jest najlepszy z prawdopodobieństwem {1} (granica Bonferroniego, Chen i inni 2000).",
    ),
    ("more than {} %", "ponad {1} %"),
    ("{} or more", "{1} lub więcej"),
    ("What became of it", "Co się z nim stało"),
    ("chosen", "wybrany"),
    ("still open", "nierozstrzygnięty"),
    ("beaten by point {}", "gorszy od punktu {1}"),
];

/// Pieces of targets and titles, after every sentence.
pub(super) const PIECES: &[(&str, &str)] = &[
    ("{}; {}", "{1}; {2}"),
    ("{} within {} at least {} on {} of days", "{1} w ciągu {2} co najmniej {3} w {4} dni"),
    ("{} within {} at most {} on {} of days", "{1} w ciągu {2} najwyżej {3} w {4} dni"),
    ("{} within {} at least {}", "{1} w ciągu {2} co najmniej {3}"),
    ("{} within {} at most {}", "{1} w ciągu {2} najwyżej {3}"),
    ("{} at least {} on {} of days", "{1} co najmniej {2} w {3} dni"),
    ("{} at most {} on {} of days", "{1} najwyżej {2} w {3} dni"),
    ("{} at least {}", "{1} co najmniej {2}"),
    ("{} at most {}", "{1} najwyżej {2}"),
    ("{} of queue {}", "{1} kolejki {2}"),
    ("{} of days", "{1} dni"),
    ("{} percentage points", "{1} pp"),
    ("{} points", "{1} pp"),
    ("{}, %", "{1}, %"),
    ("{}, s", "{1}, s"),
    ("{} ({})", "{1} ({2})"),
];
